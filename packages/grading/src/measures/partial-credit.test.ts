import { expect, test } from 'vitest';
import { creditUpTo } from './partial-credit.ts';

test.each([
  ['below the limit', 100, 40, 1],
  ['at the limit', 100, 100, 1],
  ['a quarter over', 100, 125, 0.75],
  ['twice the limit', 100, 200, 0],
  ['far beyond', 100, 1000, 0],
  ['limit 0, nothing measured', 0, 0, 1],
  ['limit 0, something measured', 0, 1, 0],
])('%s', (_, limit, measured, share) => {
  expect(creditUpTo(limit, measured)).toBe(share);
});
