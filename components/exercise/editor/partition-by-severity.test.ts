import { expect, test } from 'vitest';
import { countOf, partitionBySeverity } from './partition-by-severity.ts';

const of = (...severities: ('error' | 'warning' | 'info')[]) =>
  severities.map((severity, line) => ({ severity, line }));

test.each([
  [of(), 'No findings'],
  [of('error'), '1 finding'],
  [of('warning', 'error'), '2 findings'],
  [of('info'), '1 suggestion'],
  [of('info', 'warning', 'info'), '1 finding, 2 suggestions'],
] as const)('%j', (all, text) => expect(countOf(all)).toBe(text));

test('both keep their order', () => {
  const { findings, suggestions } = partitionBySeverity(of('info', 'warning', 'info', 'error'));
  expect([findings, suggestions].map((list) => list.map(({ line }) => line))).toEqual([
    [1, 3],
    [0, 2],
  ]);
});
