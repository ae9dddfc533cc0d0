import { truncate } from '@dfm/contracts/truncate';

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly string[], max = 3): string {
  const shown = items.length <= max ? items.slice(0, -1) : items.slice(0, max - 1);
  const last = items.length <= max ? items.at(-1) : `${items.length - shown.length} more`;
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}

/**
 * Beginnings of lines that pip prints last, whatever happened: about a newer pip, about running as root,
 * about an index that it cannot reach.
 */
const afterword = /^(?:WARNING: |\[notice\] )/u;

// oxlint-disable-next-line no-control-regex -- they are what is to be removed
const escapeSequences = /\u001b\[[0-?]*[ -/]*[@-~]/g;
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/**
 * The last informative line of a program's output, without control sequences, truncated to the length of a
 * sentence. A warning is less informative than an error above it.
 */
export function lastWords(output: string): string | undefined {
  const plain = output.replace(escapeSequences, '').replace(controlCharacters, '');
  const lines = plain
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const line = lines.findLast((text) => !afterword.test(text)) ?? lines.at(-1);
  return line === undefined ? undefined : truncate(line, 160);
}
