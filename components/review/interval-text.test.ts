import { expect, test } from 'vitest';
import { intervalText } from './interval-text.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test.each([
  [0, '1 minute'],
  [MINUTE, '1 minute'],
  [10 * MINUTE, '10 minutes'],
  [30 * MINUTE, '30 minutes'],
  [90 * MINUTE, '2 hours'],
  [DAY, '1 day'],
  [8 * DAY, '8 days'],
  [45 * DAY, '2 months'],
  [400 * DAY, '1 year'],
])('%d ms are %s', (ms, text) => expect(intervalText(ms)).toBe(text));
