import { wordPattern } from './word-pattern.ts';

export interface Excerpt {
  before: string;
  match: string;
  after: string;
}

/** Characters before a match, so that it is visible on a phone too. */
const leadingLength = 24;
const trailingLength = 120;

/**
 * The part of a text around the query, or around the longest of its words that the text contains; undefined
 * if it contains none.
 */
export function excerpt(text: string, query: string): Excerpt | undefined {
  const words = query.trim().split(/\s+/).filter(Boolean);
  const candidates = [words.join(' '), ...words.toSorted((a, b) => b.length - a.length)].filter(Boolean);
  for (const candidate of candidates) {
    const found = wordPattern(candidate).exec(text);
    if (!found) continue;
    const [match] = found;
    const end = found.index + match.length;
    const start = wordStart(text, found.index);
    return {
      before: `${start > 0 ? '… ' : ''}${text.slice(start, found.index)}`,
      match,
      after: text.slice(end, end + trailingLength),
    };
  }
  return undefined;
}

/** Where the words before a match begin; within a word if that word is longer than what is shown. */
function wordStart(text: string, match: number): number {
  const index = match - leadingLength;
  if (index <= 0) return 0;
  const space = text.indexOf(' ', index);
  return space < 0 || space >= match ? index : space + 1;
}
