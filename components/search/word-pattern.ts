/**
 * Finds a word of a query at the start of a word in running text, in any case. A number has to be a word of
 * its own, because digests and sizes contain every number.
 */
export function wordPattern(word: string, flags = ''): RegExp {
  const end = /^\d+$/.test(word) ? String.raw`(?![\p{L}\p{N}]|\.\d)` : '';
  const literal = word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\p{L}\p{N}.])${literal}${end}`, `iu${flags}`);
}
