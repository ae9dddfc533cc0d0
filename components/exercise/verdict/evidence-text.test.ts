import { expect, test } from 'vitest';
import { evidenceTexts } from './evidence-text.ts';

test.each([
  [245_000_000, 'bytes', '245 MB'],
  [1_300, 'ms', '1.3 s'],
  [12_345, 'count', '12,345'],
  [10_001, 'uid', '10001'],
  [true, 'text', 'yes'],
  ['/app/model.joblib', 'path', '/app/model.joblib'],
] as const)('%s as %s is %s', (value, unit, expected) =>
  expect(evidenceTexts({ value, unit })).toEqual([expected, undefined]),
);

test.each([
  [450_300_000, 'bytes', 450_000_000, '450.3 MB', '450 MB'],
  [460_000_000, 'bytes', 450_000_000, '460 MB', '450 MB'],
  [8_020, 'ms', 8_000, '8.02 s', '8 s'],
  [900_000, 'bytes', 'at least 1.0 MB', '900 kB', 'at least 1.0 MB'],
  [1, 'count', 0, '1', '0'],
] as const)('%s as %s, next to %s', (value, unit, wanted, ...texts) =>
  expect(evidenceTexts({ value, unit, wanted })).toEqual(texts),
);
