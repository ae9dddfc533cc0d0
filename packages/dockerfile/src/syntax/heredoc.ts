import { splitWords, unquote } from './words.ts';

export interface HeredocStart {
  delimiter: string;
  expand: boolean;
  chomp: boolean;
}

const startPattern = /^\d*<<(-?)\s*([^<]+)$/u;

/**
 * The heredocs a line opens, in order, read as BuildKit does (heredocsFromLine in moby/buildkit
 * frontend/dockerfile/parser/parser.go): there may be space between the operator and its word, and a quoted
 * operator does not open a heredoc.
 *
 * @param args the joined text of a RUN, COPY or ADD
 */
export function heredocStarts(args: string): HeredocStart[] {
  if (!args.includes('<<')) return [];
  const starts: HeredocStart[] = [];
  for (const { text } of splitWords(args, '\\')) {
    const match = startPattern.exec(text);
    if (match === null) continue;
    const word = match[2]!;
    const single = splitWords(word, '\\');
    if (single.length !== 1) continue;
    const delimiter = unquote(single[0]!.text, '\\');
    starts.push({ delimiter, expand: countQuotes(delimiter) === countQuotes(word), chomp: match[1] === '-' });
  }
  return starts;
}

function countQuotes(text: string): number {
  return text.length - text.replaceAll(/["']/gu, '').length;
}
