/** A number with its unit (9.5 s, 289 MB, line 7), or an option with its dashes (-r, --no-cache-dir). */
const unbreakable =
  /(?:\b(?:lines?|step|uid|port) )?\d[\d.,]*(?: (?:[kMG]?B|[KM]iB|ms|s|min|%)(?!\w))?|(?<=^|\s)-{1,2}[A-Za-z][\w-]*/g;

/**
 * Splits a sentence into parts, some of which must stay on one line (`unbroken`). Joined together, the parts
 * are the sentence.
 */
export function unbrokenParts(text: string): { text: string; unbroken: boolean }[] {
  const parts: { text: string; unbroken: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(unbreakable)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), unbroken: false });
    parts.push({ text: match[0], unbroken: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), unbroken: false });
  return parts;
}
