import type { GradePolicy } from '@dfm/contracts/grade-policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainGrade, gradeOf, type Attempt, type Override } from './grade.ts';

const deadline = new Date('2026-12-04T17:00:00Z');
const policy: GradePolicy = {
  counts: 'best',
  attemptsMax: null,
  late: { percentPerDay: 10, floorPercent: 20, acceptForDays: 5 },
};
const last: GradePolicy = { ...policy, counts: 'last' };

/** An attempt some hours after the deadline; negative: before. */
const at = (hours: number, outcome: Attempt['outcome'] | number, id = `at ${hours}`): Attempt => ({
  id,
  submittedAt: new Date(deadline.getTime() + hours * 3_600_000),
  outcome: typeof outcome === 'number' ? { state: 'graded', score: outcome, passed: outcome >= 85 } : outcome,
});
const pending = { state: 'pending' } as const;
const notCounted = { state: 'not counted' } as const;
const override: Override = { points: 71, reason: 'ill', author: 'J. Weber', at: deadline };

describe('the grade', () => {
  test.each<[string, Attempt[], GradePolicy, number | null, string | undefined]>([
    ['of nobody’s attempt', [], policy, null, undefined],
    ['of one attempt on time', [at(-1, 93)], policy, 93, 'at -1'],
    ['best: not the last', [at(-2, 93), at(-1, 40)], policy, 93, 'at -2'],
    ['last: not the best', [at(-2, 93), at(-1, 40)], last, 40, 'at -1'],
    ['does not depend on the order of the list', [at(-1, 40), at(-2, 93)], last, 40, 'at -1'],
    ['best after the price of lateness', [at(-1, 85), at(1, 93)], policy, 85, 'at -1'],
    ['best although late', [at(-1, 80), at(1, 93)], policy, 83.7, 'at 1'],
    ['equal points: the earlier', [at(-3, 90), at(-2, 90), at(1, 100)], policy, 90, 'at -3'],
    ['last that was accepted', [at(-1, 60), at(5 * 24, 100), at(5 * 24 + 1, 100)], last, 50, 'at 120'],
    ['nothing accepted', [at(6 * 24, 100)], policy, null, undefined],
    ['of a build failure', [at(-1, 0)], policy, 0, 'at -1'],
    ['a platform fault never counts', [at(-2, 70), at(-1, notCounted)], last, 70, 'at -2'],
    ['only the first two', [at(-3, 10), at(-2, 20), at(-1, 100)], { ...policy, attemptsMax: 2 }, 20, 'at -2'],
    [
      'a fault takes no place among the first two',
      [at(-3, notCounted), at(-2, 20), at(-1, 100)],
      { ...policy, attemptsMax: 2 },
      100,
      'at -1',
    ],
  ])('%s', (_name, attempts, with_, points, attemptId) => {
    const grade = gradeOf({ attempts, deadline, policy: with_ });
    expect([grade.points, grade.computed?.attemptId, grade.isPending]).toEqual([points, attemptId, false]);
  });

  test('of an exam: an attempt before it began does not count, and takes no place among the first', () => {
    const from = new Date(deadline.getTime() - 2 * 3_600_000);
    const attempts = [at(-3, 100), at(-2, 30), at(-1, 40)];
    const grade = (limit: number | null) =>
      gradeOf({ attempts, from, deadline, policy: { ...policy, attemptsMax: limit } }).points;
    expect([grade(null), grade(1)]).toEqual([40, 30]);
  });

  test('without a deadline is never late', () =>
    expect(gradeOf({ attempts: [at(10_000, 90)], deadline: null, policy }).points).toBe(90));

  test('is pending while an attempt that counts has no result', () => {
    const pendingWith = (attempts: Attempt[], with_ = policy) =>
      gradeOf({ attempts, deadline, policy: with_ }).isPending;
    expect(pendingWith([at(-2, 90), at(-1, pending)])).toBe(true);
    expect(pendingWith([at(6 * 24, pending)]), 'too late').toBe(false);
    expect(pendingWith([at(-2, 90), at(-1, pending)], { ...policy, attemptsMax: 1 }), 'one too many').toBe(
      false,
    );
  });

  test('is replaced by an override, and the computed one is kept', () => {
    const grade = gradeOf({ attempts: [at(-1, 93)], deadline, policy, override });
    expect([grade.points, grade.computed?.points]).toEqual([71, 93]);
    expect(gradeOf({ attempts: [], deadline, policy, override: { ...override, points: 0 } }).points).toBe(0);
  });

  const attempts = fc.array(
    fc
      .tuple(fc.integer({ min: -100, max: 200 }), fc.integer({ min: 0, max: 100 }))
      .map(([h, score]) => at(h, score)),
  );

  test('best is at least last', () =>
    fc.assert(
      fc.property(attempts, (list) => {
        const [best, newest] = [policy, last].map((with_) =>
          gradeOf({ attempts: list, deadline, policy: with_ }),
        );
        expect(best!.points ?? 0).toBeGreaterThanOrEqual(newest!.points ?? 0);
      }),
    ));

  test('never increases with an earlier deadline', () =>
    fc.assert(
      fc.property(attempts, fc.integer({ min: 0, max: 200 }), (list, hours) => {
        const earlier = new Date(deadline.getTime() - hours * 3_600_000);
        expect(gradeOf({ attempts: list, deadline: earlier, policy }).points ?? 0).toBeLessThanOrEqual(
          gradeOf({ attempts: list, deadline, policy }).points ?? 0,
        );
      }),
    ));
});

describe('the explanation', () => {
  test.each<[Attempt[], Override | null, string]>([
    [[], null, 'No attempt counts yet.'],
    [[at(-1, pending)], null, 'An attempt is being graded.'],
    [[at(-1, 93)], null, '93 of 100: attempt 1 scored 93.'],
    [[at(-2, 10), at(1, 93)], null, '83.7 of 100: attempt 2 scored 93, 1 day late (−10 %).'],
    [[at(-1, 93), at(0, pending)], null, '93 of 100: attempt 1 scored 93; another attempt is being graded.'],
    [[at(-1, 93)], override, '71 of 100, set by J. Weber: ill; the attempts give 93.'],
    [[], override, '71 of 100, set by J. Weber: ill; no attempt counts.'],
  ])('case %#', (attempts, with_, text) =>
    expect(explainGrade(gradeOf({ attempts, deadline, policy, override: with_ }))).toBe(text),
  );

  test('does not mention a price that lateness does not have', () =>
    expect(
      explainGrade(
        gradeOf({
          attempts: [at(30, 93)],
          deadline,
          policy: { ...policy, late: { percentPerDay: 0, floorPercent: 0, acceptForDays: null } },
        }),
      ),
    ).toBe('93 of 100: attempt 1 scored 93, 2 days late.'));
});
