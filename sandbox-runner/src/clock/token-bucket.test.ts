import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('what exceeds the burst is waited for, at the rate', () => {
  let now = 0;
  const bucket = new TokenBucket(1_000, 100, () => now);
  expect(bucket.spend(100)).toBe(0);
  expect(bucket.spend(50)).toBe(50);
  now += 50;
  expect(bucket.spend(10)).toBe(10);
});

test('a debt is kept, and a pause refills no more than the burst', () => {
  let now = 0;
  const bucket = new TokenBucket(1_000, 100, () => now);
  expect(bucket.spend(2_100)).toBe(2_000);
  now += 1_000;
  expect(bucket.spend(0)).toBe(1_000);
  now += 3_600_000;
  expect(bucket.spend(101)).toBe(1);
});
