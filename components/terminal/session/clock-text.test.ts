import { expect, test } from 'vitest';
import { clockText, minutesText } from './clock-text.ts';

test.each([
  [0, '0:00'],
  [9, '0:09'],
  [245, '4:05'],
  [299, '4:59'],
  [300, '5 min'],
  [359, '5 min'],
  [3_599, '59 min'],
  [3_600, '1 h'],
  [4_800, '1 h 20 min'],
  [7_259, '2 h'],
])('%i s: %s', (seconds, text) => expect(clockText(seconds)).toBe(text));

test.each([
  [0, '0 minutes'],
  [1, '1 minute'],
  [45, '45 minutes'],
  [60, '1 hour'],
  [61, '1 hour 1 minute'],
  [90, '1 hour 30 minutes'],
  [180, '3 hours'],
])('%i minutes: %s', (minutes, text) => expect(minutesText(minutes)).toBe(text));
