import type { GradePolicy, LatePolicy } from '@dfm/contracts/grade-policy';
import { expect, test } from 'vitest';
import { attemptsText, lateText } from './policy-text.ts';

const late: LatePolicy = { percentPerDay: 10, floorPercent: 0, acceptForDays: null };

test.each<[Partial<LatePolicy>, string]>([
  [{}, 'Two days late, 93 points become 74.4.'],
  [{ percentPerDay: 60 }, 'Two days late, 93 points become 0.'],
  [
    { percentPerDay: 60, floorPercent: 50 },
    'Two days late, 93 points become 46.5. At least 50 % of the points remain.',
  ],
  [
    { acceptForDays: 7 },
    'Two days late, 93 points become 74.4. After 7 days, a submission no longer counts.',
  ],
  [{ acceptForDays: 1 }, 'One day late, 93 points become 83.7. After 1 day, a submission no longer counts.'],
  [{ acceptForDays: 0 }, 'What is submitted after the deadline does not count.'],
  [{ percentPerDay: 0 }, 'Late submissions keep all their points.'],
  [{ floorPercent: 100 }, 'Late submissions keep all their points.'],
  [
    { percentPerDay: 0, acceptForDays: 3 },
    'Late submissions keep all their points. After 3 days, a submission no longer counts.',
  ],
])('%j: %s', (change, text) => {
  expect(lateText({ late: { ...late, ...change } })).toBe(text);
});

test.each<[Partial<GradePolicy>, string]>([
  [{}, 'The best attempt counts.'],
  [{ counts: 'last' }, 'The last attempt counts.'],
  [{ attemptsMax: 5 }, 'The best attempt counts, out of the first 5.'],
  [{ counts: 'last', attemptsMax: 5 }, 'The last attempt counts, out of the first 5.'],
  [{ attemptsMax: 1 }, 'Only the first attempt counts.'],
])('%j: %s', (change, text) => {
  expect(attemptsText({ counts: 'best', attemptsMax: null, ...change })).toBe(text);
});
