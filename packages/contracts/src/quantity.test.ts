import { expect, test } from 'vitest';
import {
  formatBinaryBytes,
  formatBytes,
  formatDistinct,
  formatDuration,
  formatEstimate,
} from './quantity.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [999.5, '1.0 kB'],
  [1_000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [9_950, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [9_949_999, '9.9 MB'],
  [9_950_000, '10 MB'],
  [476_200_000, '476 MB'],
  [999_499_999, '999 MB'],
  [999_500_000, '1.0 GB'],
  [2_100_000_000, '2.1 GB'],
  [1_234_000_000_000, '1234 GB'],
])('%d bytes are %s', (bytes, expected) => expect(formatBytes(bytes)).toBe(expected));

test.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [2 ** 10, '1 KiB'],
  [64 * 2 ** 10, '64 KiB'],
  [1_023.9 * 2 ** 10, '1,023.9 KiB'],
  [1_023.95 * 2 ** 10, '1 MiB'],
  [2.14 * 2 ** 20, '2.1 MiB'],
  [2_000 * 2 ** 20, '2,000 MiB'],
  [2 ** 33, '8,192 MiB'],
])('%d bytes in binary units are %s', (bytes, expected) => expect(formatBinaryBytes(bytes)).toBe(expected));

test.each([
  [0, 'under 1 ms'],
  [0.49, 'under 1 ms'],
  [0.5, '1 ms'],
  [999.4, '999 ms'],
  [999.5, '1.0 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [59_499, '59 s'],
  [59_500, '60 s'],
  [119_499, '119 s'],
  [119_500, '2 min'],
  [192_000, '3 min 12 s'],
])('%d ms are %s', (ms, expected) => expect(formatDuration(ms)).toBe(expected));

test.each<[unit: Parameters<typeof formatDistinct>[0], first: number, second: number, texts: string[]]>([
  ['bytes', 450_300_000, 450_000_000, ['450.3 MB', '450 MB']],
  ['bytes', 450_000_001, 450_000_000, ['450.000001 MB', '450 MB']],
  ['bytes', 999_500_000, 1_000_000_000, ['0.9995 GB', '1 GB']],
  ['bytes', 2_040_000_000, 2_000_000_000, ['2.04 GB', '2 GB']],
  ['bytes', 2_000_000_001, 2_000_000_000, ['2.000000001 GB', '2 GB']],
  ['bytes', 999_400_000, 999_500_000, ['0.999 GB', '1 GB']],
  ['bytes', 999, 1_000, ['0.999 kB', '1 kB']],
  ['bytes', 954_000, 1_000_000, ['0.95 MB', '1 MB']],
  ['bytes', 100_000, 2_000_000, ['0.1 MB', '2.0 MB']],
  ['bytes', 99_000, 2_000_000, ['99 kB', '2.0 MB']],
  ['bytes', 0, 2_000_000, ['0 B', '2.0 MB']],
  ['bytes', 460_000_000, 450_000_000, ['460 MB', '450 MB']],
  ['bytes', 450_000_000, 450_000_000, ['450 MB', '450 MB']],
  ['bytes', 450_000_000.3, 450_000_000, ['450 MB', '450 MB']],
  ['binary-bytes', 2 ** 16 + 1, 2 ** 16, ['64.001 KiB', '64 KiB']],
  ['binary-bytes', 2_000 * 2 ** 20 + 1, 2_000 * 2 ** 20, ['2,000.000001 MiB', '2,000 MiB']],
  ['binary-bytes', 2 ** 20 - 1, 2 ** 20, ['0.999999 MiB', '1 MiB']],
  ['binary-bytes', 2 ** 20, 2 ** 20, ['1 MiB', '1 MiB']],
  ['ms', 900, 18_000, ['0.9 s', '18 s']],
  ['ms', 33, 18_000, ['33 ms', '18 s']],
  ['ms', 8_020, 8_000, ['8.02 s', '8 s']],
  ['ms', 30_001, 30_000, ['30.001 s', '30 s']],
  ['ms', 119_960, 120_000, ['119.96 s', '2 min']],
  ['ms', 180_200, 180_000, ['3 min 0.2 s', '3 min']],
  ['ms', 180_000, 180_000.2, ['3 min', '3 min']],
  ['ms', 0.4, 0.6, ['under 1 ms', '1 ms']],
])('in %s, %d next to %d', (unit, first, second, texts) => {
  expect(formatDistinct(unit, first, second)).toEqual(texts);
  expect(formatDistinct(unit, second, first)).toEqual(texts.toReversed());
});

test.each([
  [0, 'about 10 s'],
  [14_999, 'about 10 s'],
  [15_000, 'about 20 s'],
  [54_999, 'about 50 s'],
  [55_000, 'about 1 min'],
  [89_999, 'about 1 min'],
  [90_000, 'about 2 min'],
  [600_000, 'about 10 min'],
])('an estimate of %d ms is %s', (ms, expected) => expect(formatEstimate(ms)).toBe(expected));
