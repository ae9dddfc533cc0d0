import { expect, test } from 'vitest';
import { optionRank } from './option-order.ts';

const options = ['a', 'b', 'c', 'd'];
const orderOf = (seed: string, quiz = 'check', question = '1') =>
  options
    .toSorted((a, b) => optionRank(seed, quiz, question, a) - optionRank(seed, quiz, question, b))
    .join('');

test('all orders are about equally frequent', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 24_000; seed++) {
    const order = orderOf(String(seed * 7_919));
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  expect(Math.min(...counts.values())).toBeGreaterThan(800);
  expect(Math.max(...counts.values())).toBeLessThan(1_200);
});

test('one browser has the same order each time, but not in each question', () => {
  const orders = Array.from({ length: 20 }, (_, n) => orderOf('4711', 'check', String(n)));
  expect(orders).toEqual(Array.from({ length: 20 }, (_, n) => orderOf('4711', 'check', String(n))));
  expect(new Set(orders).size).toBeGreaterThan(5);
});
