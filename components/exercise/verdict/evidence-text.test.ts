import { expect, test } from 'vitest';
import { evidenceText } from './evidence-text.ts';

test.each([
  [245_000_000, 'bytes', '245 MB'],
  [1_300, 'ms', '1.3 s'],
  [12_345, 'count', '12,345'],
  [10_001, 'uid', '10001'],
  [true, 'text', 'yes'],
  ['/app/model.joblib', 'path', '/app/model.joblib'],
] as const)('%s as %s is %s', (value, unit, expected) => expect(evidenceText(value, unit)).toBe(expected));
