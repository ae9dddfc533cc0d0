import { expect, test } from 'vitest';
import { daysLate, keptPercent, pointsKept } from './late.ts';

const deadline = new Date('2026-12-04T17:00:00Z');
const after = (ms: number) => new Date(deadline.getTime() + ms);
const DAY = 86_400_000;

test.each([
  ['a month before', -30 * DAY, 0],
  ['exactly at the deadline', 0, 0],
  ['a millisecond late', 1, 1],
  ['exactly a day late', DAY, 1],
  ['a day and a millisecond late', DAY + 1, 2],
  ['ten days late', 10 * DAY, 10],
])('%s', (_name, ms, days) => expect(daysLate(after(ms), deadline)).toBe(days));

test('nothing is late without a deadline', () => expect(daysLate(new Date(8e15), null)).toBe(0));

test.each([
  ['on time', 0, { percentPerDay: 100, floorPercent: 0, acceptForDays: 0 }, 100],
  ['a day late, 10 % a day', 1, { percentPerDay: 10, floorPercent: 0, acceptForDays: null }, 90],
  ['at the floor', 5, { percentPerDay: 10, floorPercent: 50, acceptForDays: null }, 50],
  ['below the floor', 6, { percentPerDay: 10, floorPercent: 50, acceptForDays: null }, 50],
  ['nothing left', 11, { percentPerDay: 10, floorPercent: 0, acceptForDays: null }, 0],
  ['on the last accepted day', 3, { percentPerDay: 10, floorPercent: 0, acceptForDays: 3 }, 70],
  ['a day after it', 4, { percentPerDay: 10, floorPercent: 80, acceptForDays: 3 }, undefined],
  ['no late work', 1, { percentPerDay: 0, floorPercent: 0, acceptForDays: 0 }, undefined],
  ['lateness without a price', 400, { percentPerDay: 0, floorPercent: 0, acceptForDays: null }, 100],
])('%s', (_name, days, policy, percent) => expect(keptPercent(days, policy)).toBe(percent));

test.each([
  [93, 75, 69.8],
  [93, 80, 74.4],
  [100, 100, 100],
  [100, 0, 0],
  [33.3, 50, 16.7],
  [0.05, 100, 0.1],
])('%s points with %s %% kept are %s', (score, percent, points) =>
  expect(pointsKept(score, percent)).toBe(points),
);
