import { expect, test } from 'vitest';
import { ranked } from './ranking.ts';

type Row = [name: string, bytes: number, day: number];
const ranksOf = (rows: Row[]) =>
  ranked(rows.map(([name, bytes, day]) => ({ name, bytes, at: new Date(Date.UTC(2026, 0, day)) }))).map(
    ({ name, rank }) => `${rank} ${name}`,
  );

test.each<[what: string, rows: Row[], expected: string[]]>([
  ['no entries', [], []],
  [
    'the smallest first',
    [
      ['b', 9_000_000, 1],
      ['a', 61_000_000, 1],
      ['c', 61_001_000, 1],
    ],
    ['1 b', '2 a', '3 c'],
  ],
  [
    'equal sizes share a rank, and the next rank counts them',
    [
      ['a', 5_000, 1],
      ['b', 7_000, 1],
      ['c', 7_000, 2],
      ['d', 8_000, 1],
    ],
    ['1 a', '2 b', '2 c', '4 d'],
  ],
  [
    'among equal sizes, the earlier submission is listed first',
    [
      ['late', 7_000, 3],
      ['early', 7_000, 2],
    ],
    ['1 early', '1 late'],
  ],
  [
    'a difference of a few bytes does not decide the order',
    [
      ['late', 7_010, 3],
      ['early', 7_200, 2],
    ],
    ['1 early', '1 late'],
  ],
  [
    'a difference of a kilobyte does',
    [
      ['a', 7_400, 2],
      ['b', 7_600, 1],
    ],
    ['1 a', '2 b'],
  ],
])('%s', (_what, rows, expected) => expect(ranksOf(rows)).toEqual(expected));
