import { expect, test } from 'vitest';
import { dueIn } from './due-in.ts';

const now = new Date('2026-12-01T12:00:00Z');

test.each([
  ['2026-12-04T12:00:00Z', 'in 3 days'],
  ['2026-12-04T11:59:00Z', 'in 2 days'],
  ['2026-12-03T11:59:00Z', 'in 47 hours'],
  ['2026-12-01T14:00:00Z', 'in 2 hours'],
  ['2026-12-01T13:59:59Z', 'in 119 minutes'],
  ['2026-12-01T12:01:00Z', 'in 1 minute'],
  ['2026-12-01T10:00:00Z', '2 hours ago'],
  ['2026-11-28T12:00:00Z', '3 days ago'],
])('%s is %s', (at, text) => {
  expect(dueIn(new Date(at), now)).toBe(text);
});
