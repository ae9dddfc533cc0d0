/** A number with its unit (9.5 s, 289 MB, line 7), or an option with its dashes (-r, --no-cache-dir). */
const together =
  /(?:\b(?:lines?|step|uid|port) )?\d[\d.,]*(?: (?:B|[kMG]B|ms|s|min|%)(?!\w))?|(?<=^|\s)-{1,2}[A-Za-z][\w-]*/g;

/**
 * Cuts a sentence where a line may not break inside: parts with `whole` are to stay on one line. The parts
 * put together are the sentence.
 */
export function unbrokenParts(text: string): { text: string; whole: boolean }[] {
  const parts: { text: string; whole: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(together)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), whole: false });
    parts.push({ text: match[0], whole: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), whole: false });
  return parts;
}
