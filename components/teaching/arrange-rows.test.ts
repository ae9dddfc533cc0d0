import type { GradebookRow } from '@dfm/contracts/page-data';
import { expect, test } from 'vitest';
import { arrangeRows, type Sorting } from './arrange-rows.ts';

const row = (name: string, total: number | null, points: number | null): GradebookRow => ({
  learnerId: name,
  name,
  email: `${name.toLowerCase()}@school.example`,
  group: undefined,
  total,
  cells: [{ points, runId: undefined, daysLate: 0, passed: false, isPending: false, isOverridden: false }],
});
const rows = [row('Bob', 50, 90), row('ada', null, 10), row('Émile', 80, null), row('Carl', 0, 10)];
const byName: Sorting = { by: 'name', isDescending: false };

test.each<[string, string, Sorting, string]>([
  ['by name, whatever the case and accents', '', byName, 'ada Bob Carl Émile'],
  ['by name, descending', '', { by: 'name', isDescending: true }, 'Émile Carl Bob ada'],
  ['by total: nothing is last', '', { by: 'total', isDescending: false }, 'Carl Bob Émile ada'],
  [
    'by total, descending: nothing is still last',
    '',
    { by: 'total', isDescending: true },
    'Émile Bob Carl ada',
  ],
  ['by a column: equal points keep their order', '', { by: 0, isDescending: false }, 'ada Carl Bob Émile'],
  ['only those with a name', 'BOB', byName, 'Bob'],
  ['only those with an address', 'carl@school', byName, 'Carl'],
  ['every word', 'a school', byName, 'ada Bob Carl Émile'],
  ['near miss: one of two words', 'bob zoe', byName, ''],
])('%s', (_name, query, sorting, names) =>
  expect(
    arrangeRows(rows, query, sorting)
      .map(({ name }) => name)
      .join(' '),
  ).toBe(names),
);
