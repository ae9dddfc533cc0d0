import { expect, test } from 'vitest';
import { ignoreRepetitions } from './terminal-repetitions.ts';

const handlers = new Map<string, (parameters: (number | number[])[]) => boolean>();
ignoreRepetitions({
  cols: 80,
  rows: 24,
  parser: { registerCsiHandler: ({ final }, handle) => handlers.set(final, handle) },
});

test.each([
  ['b', 80],
  ['I', 80],
  ['Z', 80],
  ['L', 24],
  ['M', 24],
  ['S', 24],
  ['T', 24],
])('%s is repeated at most %i times', (final, times) => {
  const isIgnored = handlers.get(final)!;
  expect(isIgnored([])).toBe(false);
  expect(isIgnored([times])).toBe(false);
  expect(isIgnored([times + 1])).toBe(true);
  expect(isIgnored([2_147_483_647, 1])).toBe(true);
});
