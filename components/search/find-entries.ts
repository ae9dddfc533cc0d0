import type { SearchEntry } from '@dfm/contracts/browser-api';
import { wordPattern } from './word-pattern.ts';

export interface Found {
  entries: SearchEntry[];
  /** Whether the entries contain every word of the query. Otherwise, they are the closest ones. */
  complete: boolean;
}

/**
 * Entries that contain every word of the query. An entry whose title equals the query comes first, then those
 * with more words in the title, then those that are about the words, then those that only mention them, most
 * often first. If no entry contains every word, those that contain most of the rare ones.
 *
 * @returns at most `limit` entries; for an empty query, the first `limit` entries
 */
export function findEntries(entries: readonly SearchEntry[], query: string, limit = 12): Found {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const patterns = words.map((word) => ({ word, pattern: wordPattern(word) }));
  const all = entries.filter((entry) => {
    const about = aboutOf(entry);
    return patterns.every(({ word, pattern }) => about.includes(word) || pattern.test(entry.text ?? ''));
  });
  if (all.length === 0) return { entries: closest(entries, words, limit), complete: false };
  const ranked = all.map((entry) => ({ entry, rank: rankOf(entry, words) }));
  return {
    entries: ranked
      .toSorted((a, b) => compareRanks(b.rank, a.rank))
      .slice(0, limit)
      .map(({ entry }) => entry),
    complete: true,
  };
}

function aboutOf({ title, summary, kind, alias = '' }: SearchEntry): string {
  return `${title} ${summary} ${kind} ${alias}`.toLowerCase();
}

/** Numbers to compare one by one, the most important first. */
function rankOf(entry: SearchEntry, words: readonly string[]): number[] {
  const { kind, title, summary, text = '' } = entry;
  const phrase = words.join(' ');
  // A command is known by its text as well as by its description.
  const name = (kind === 'command' ? `${title} ${summary}` : title).toLowerCase();
  const about = aboutOf(entry);
  return [
    title.toLowerCase() === phrase ? words.length + 1 : words.filter((word) => name.includes(word)).length,
    Number(words.every((word) => about.includes(word))),
    phrase === '' ? 0 : [...text.matchAll(wordPattern(phrase, 'g'))].length,
  ];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, index) => value !== b[index]);
  return differing < 0 ? 0 : a[differing]! - b[differing]!;
}

/** Words such as "no" and "of" are in most texts. */
const minLength = 3;

/** Entries with at least half of the query, where a word counts more if fewer entries contain it. */
function closest(entries: readonly SearchEntry[], words: readonly string[], limit: number): SearchEntry[] {
  const weighted = [...new Set(words)]
    .filter((word) => word.length >= minLength)
    .map((word) => {
      const pattern = wordPattern(word);
      const found = new Set(entries.filter((entry) => pattern.test(`${aboutOf(entry)} ${entry.text ?? ''}`)));
      return { found, weight: found.size === 0 ? 0 : Math.log(1 + entries.length / found.size) };
    });
  const weightOf = (entry: SearchEntry) =>
    weighted.reduce((sum, { found, weight }) => sum + (found.has(entry) ? weight : 0), 0);
  const enough = weighted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  return entries
    .map((entry) => ({ entry, weight: weightOf(entry) }))
    .filter(({ weight }) => weight > 0 && weight >= enough)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, limit)
    .map(({ entry }) => entry);
}
