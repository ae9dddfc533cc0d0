import type { Passage } from '@dfm/contracts/browser-api';
import { reportMax } from '@dfm/contracts/content-reports';

const isLetter = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/**
 * Cuts a passage out of the text of a page. Words that are only partly selected belong to it as a whole,
 * because the line is found by whole words. All texts are on one line.
 *
 * @param start index of the first character
 * @param end index after the last one
 */
export function cutPassage(text: string, start: number, end: number): Omit<Passage, 'anchor'> {
  let [from, to] = [start, end];
  while (from > 0 && isLetter(text[from - 1]) && isLetter(text[from])) from -= 1;
  while (to < text.length && isLetter(text[to - 1]) && isLetter(text[to])) to += 1;
  const quote = wholeWords(onOneLine(text.slice(from, to)), reportMax.quote);
  // What did not fit into the quote comes after it.
  const rest = onOneLine(text.slice(from, to)).slice(quote.length);
  const before = onOneLine(text.slice(Math.max(0, from - 2 * reportMax.context), from));
  const after = onOneLine(rest + text.slice(to, to + 2 * reportMax.context));
  return {
    quote,
    before: lastWords(before, reportMax.context),
    after: wholeWords(after, reportMax.context),
  };
}

const onOneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** The beginning of a text, up to the last space before the limit. */
function wholeWords(text: string, max: number): string {
  if (text.length <= max) return text;
  const space = text.lastIndexOf(' ', max);
  return text.slice(0, space > 0 ? space : max);
}

/** The end of a text, from the first space within the limit. */
function lastWords(text: string, max: number): string {
  if (text.length <= max) return text;
  const space = text.indexOf(' ', text.length - max - 1);
  return space === -1 ? text.slice(-max) : text.slice(space + 1);
}
