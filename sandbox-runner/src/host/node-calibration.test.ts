import { expect, test } from 'vitest';
import { NodeCalibration } from './node-calibration.ts';

test.each([
  ['as fast', 90, 1],
  ['faster', 10, 1],
  ['half as fast', 180, 2],
  ['hardly slower, rounded', 94, 1],
  ['beyond all measure', 90_000, 5],
])('%s', async (_, ms, factor) => {
  expect(await new NodeCalibration(() => Promise.resolve(ms)).factor()).toBe(factor);
});

test('measures anew after 30 s, and once for those who ask at the same time', async () => {
  let now = 0;
  let measured = 0;
  const calibration = new NodeCalibration(() => Promise.resolve(90 * (measured += 1)), () => now);
  expect(await Promise.all([calibration.factor(), calibration.factor()])).toEqual([1, 1]);
  now = 29_999;
  expect(await calibration.factor()).toBe(1);
  now = 30_000;
  expect(await calibration.factor()).toBe(2);
});

test('the real work takes some time and not for ever', async () => {
  const factor = await new NodeCalibration().factor();
  expect(factor).toBeGreaterThanOrEqual(1);
  expect(factor).toBeLessThanOrEqual(5);
});
