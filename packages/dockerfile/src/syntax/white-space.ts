/**
 * Go's unicode.IsSpace, which BuildKit uses to trim and split. JavaScript's `\s` also includes the byte order
 * mark, but not U+0085.
 */
const space = /[\t-\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/u;

export function isSpace(char: string): boolean {
  return space.test(char);
}

export function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && space.test(text[start]!)) start += 1;
  return text.slice(start);
}

export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && space.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}
