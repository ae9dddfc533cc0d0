import { recallGrades, type RecallGrade } from '@dfm/contracts/recall-grades';
import { describe, expect, test } from 'vitest';
import { gradeCard, gradeIntervals, type CardState } from './schedule.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const start = new Date('2026-01-01T08:00:00Z');

/** Grades a new card several times, each time when it is due. */
function graded(...grades: RecallGrade[]): CardState | undefined {
  return grades.reduce<CardState | undefined>(
    (before, grade) => gradeCard(before, grade, before?.due ?? start),
    undefined,
  );
}

describe('a new card', () => {
  test.each([
    ['again', 'learning', MINUTE],
    ['good', 'learning', 10 * MINUTE],
  ] as const)('%s: comes back in the same session', (grade, state, ms) => {
    const after = gradeCard(undefined, grade, start);
    expect(after).toMatchObject({ state, reps: 1, lapses: 0, reviewedAt: start });
    expect(after.due.getTime() - start.getTime()).toBe(ms);
  });

  test('easy: is known immediately and due after days', () => {
    const after = gradeCard(undefined, 'easy', start);
    expect(after.state).toBe('review');
    expect(after.due.getTime() - start.getTime()).toBeGreaterThanOrEqual(DAY);
  });
});

test('repeated good grades increase the interval', () => {
  const days = ['good', 'good', 'good', 'good'].map(
    (_, index) => graded(...Array.from({ length: index + 2 }, () => 'good' as const))!.scheduledDays,
  );
  expect(days).toEqual(days.toSorted((a, b) => a - b));
  expect(new Set(days).size).toBe(days.length);
});

test('a known card that is forgotten is relearned, and the lapse is counted', () => {
  const after = gradeCard(graded('good', 'good', 'good'), 'again', new Date('2026-03-01T08:00:00Z'));
  expect(after).toMatchObject({ state: 'relearning', lapses: 1, reps: 4 });
});

test.each([
  ['a new card', undefined, start],
  ['a card that is being learned', graded('good'), new Date(start.getTime() + 10 * MINUTE)],
  ['a known card that is reviewed late', graded('good', 'good'), new Date('2026-02-01T08:00:00Z')],
])('the intervals on the buttons for %s are correct and increase with the grade', (_name, before, now) => {
  const intervals = gradeIntervals(before, now);
  expect(
    Object.fromEntries(
      recallGrades.map((grade) => [grade, gradeCard(before, grade, now).due.getTime() - now.getTime()]),
    ),
  ).toEqual(intervals);
  const rising = recallGrades.map((grade) => intervals[grade]);
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
});

test('the interval does not depend on how long the learner thinks', () => {
  const before = graded('good', 'good', 'good');
  const days = [0, 1, 5, 13, 40].map(
    (seconds) => gradeCard(before, 'good', new Date(before!.due.getTime() + seconds * 1_000)).scheduledDays,
  );
  expect(new Set(days)).toEqual(new Set([Math.round(gradeIntervals(before, before!.due).good / DAY)]));
});
