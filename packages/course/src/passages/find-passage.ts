import type { Passage } from '@dfm/contracts/browser-api';
import { sourceWords, type SourceWord, type SourceWords, wordsIn, yamlWords } from './source-words.ts';

/** Words that the page may insert at one place, such as a measured size with its unit. */
const INSERTED_MAX = 12;
/** Words of context that weigh as much as the section or the option in which the passage was. */
const ANCHOR_WORDS = 6;
/** Words of the passage and its context that have to be there, because single words are everywhere. */
const EVIDENCE_MIN = 4;

/** A place in a source. */
export interface FoundPassage {
  /** From 1. */
  line: number;
  /** Whether the passage is there as it was. Otherwise, its section or question begins at the line. */
  isExact: boolean;
}

/**
 * Finds passages of a page in the source of a lesson, a statement or a lab as it is now. Of several places
 * with the same words, the one with the same words around it and in the same section wins.
 *
 * @param source a complete file of MDX or YAML
 * @returns the place of each passage, in order; undefined if the source cannot be read
 */
export function findPassages(
  source: { path: string; text: string },
  passages: readonly Passage[],
): FoundPassage[] | undefined {
  const read = readable(source);
  return read && passages.map((passage) => findIn(read, passage));
}

/** The parser throws for a text that is not valid MDX, as it often is while it is written. */
function readable({ path, text }: { path: string; text: string }): SourceWords | undefined {
  try {
    return path.endsWith('.yaml') ? yamlWords(text) : sourceWords(text);
  } catch (error) {
    if (error instanceof Error && 'reason' in error) return undefined;
    throw error;
  }
}

function findIn({ words, lines }: SourceWords, passage: Passage): FoundPassage {
  const quote = wordsIn(passage.quote);
  const [before, after] = [wordsIn(passage.before).toReversed(), wordsIn(passage.after)];
  const needed = Math.max(1, Math.min(EVIDENCE_MIN, quote.length + before.length + after.length));
  let best: { line: number; score: number } | undefined;
  for (let start = 0; start < words.length; start += 1) {
    // What is inserted begins a passage only if it is part of it.
    const isInserted = words[start]!.text === undefined;
    const match = isInserted ? matchInserted(words, start, quote, 0, 1) : matchAt(words, start, quote);
    if (!match || match.inserted * 2 > quote.length) continue;
    const context =
      sameWords(before, (index) => words[start - 1 - index]) +
      sameWords(after, (index) => words[match.end + index]);
    const matched = quote.length - match.inserted;
    if (matched + context < needed) continue;
    const { line, anchor } = words[quote.length === 0 ? Math.max(0, start - 1) : start]!;
    const score = matched - match.inserted + context + (anchor === passage.anchor ? ANCHOR_WORDS : 0);
    if (score > (best?.score ?? 0)) best = { line, score };
  }
  if (best) return { line: best.line, isExact: true };
  return { line: anchorLine(lines, passage.anchor), isExact: false };
}

/** Where the words of a quote end that begin at `start`, and how many of them the page inserted. */
function matchAt(
  words: readonly SourceWord[],
  start: number,
  quote: readonly string[],
  from = 0,
): { end: number; inserted: number } | undefined {
  for (let at = start, next = from; ; at += 1, next += 1) {
    if (next === quote.length) return { end: at, inserted: 0 };
    const word = words[at];
    if (word === undefined) return undefined;
    if (word.text === undefined) return matchInserted(words, at, quote, next);
    if (word.text !== quote[next]) return undefined;
  }
}

function matchInserted(
  words: readonly SourceWord[],
  at: number,
  quote: readonly string[],
  from: number,
  least = 0,
): { end: number; inserted: number } | undefined {
  for (let inserted = least; inserted <= Math.min(INSERTED_MAX, quote.length - from); inserted += 1) {
    const rest = matchAt(words, at + 1, quote, from + inserted);
    if (rest) return { end: rest.end, inserted: rest.inserted + inserted };
  }
  return undefined;
}

/** How many words of the context are where they were, counted from the passage. */
function sameWords(context: readonly string[], wordAt: (index: number) => SourceWord | undefined): number {
  const different = context.findIndex((word, index) => wordAt(index)?.text !== word);
  return different === -1 ? context.length : different;
}

/** The line of an option, otherwise of its question; the first line for a section that is gone. */
function anchorLine(lines: ReadonlyMap<string, number>, anchor: string): number {
  const question = anchor.startsWith('#') ? anchor : anchor.split('/').slice(0, 2).join('/');
  return lines.get(anchor) ?? lines.get(question) ?? 1;
}
