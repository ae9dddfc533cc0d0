import { expect, test } from 'vitest';
import { float32Sum, float32Text, float64Sum, reciprocals, sharedDigits } from './float32-sum.ts';

test.each([
  // 1e8 + 1 is 1e8 in 32 bits: the 1 is lost unless a different worker has it.
  ['one worker loses the small number', [1e8, 1, -1e8], 1, 0],
  ['a second worker keeps it', [1e8, 1, -1e8], 2, 1],
  ['more workers than numbers', [1, 2], 4, 3],
  ['no numbers', [], 3, 0],
  ['each addition is rounded, not only the last', [16_777_216, 1, 1], 1, 16_777_216],
])('float32Sum: %s', (_name, values, workers, sum) =>
  expect(float32Sum(Float32Array.from(values), workers)).toBe(sum),
);

test('the harmonic sums in the lesson differ with the number of workers, and from 64 bits', () => {
  const values = reciprocals(10_000);
  expect(float32Text(float64Sum(values))).toBe('9.78760610');
  expect([1, 2, 8].map((workers) => float32Text(float32Sum(values, workers)))).toEqual([
    '9.78761292',
    '9.78761578',
    '9.78760815',
  ]);
});

test.each([
  ['9.78761', '9.78762', 6],
  ['9.7', '9.7', 3],
  ['1', '2', 0],
])('%s and %s share %d digits', (text, other, shared) => expect(sharedDigits(text, other)).toBe(shared));
