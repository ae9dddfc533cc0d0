import type { GradePolicy } from '@dfm/contracts/grade-policy';
import { daysLate, keptPercent, pointsKept } from './late.ts';

/** One submission of a learner for an exercise. */
export interface Attempt {
  id: string;
  submittedAt: Date;
  outcome:
    | { state: 'graded'; score: number; passed: boolean }
    /** It is being graded, or passed and is being confirmed. */
    | { state: 'pending' }
    /** It was cancelled, or ended because of the platform. */
    | { state: 'not counted' };
}

/** A grade that staff decided on. It replaces the computed one. */
export interface Override {
  /** 0 to 100. */
  points: number;
  reason: string;
  /** Name of who decided. */
  author: string;
  at: Date;
}

/** The grade that follows from the attempts. */
export interface ComputedGrade {
  /** 0 to 100, with one decimal. */
  points: number;
  /** The attempt that gives the grade, its place among those that count, from 1, and its time. */
  attemptId: string;
  attemptNumber: number;
  submittedAt: Date;
  /** Points of the attempt, before anything is taken off for being late. */
  score: number;
  passed: boolean;
  daysLate: number;
  /** Share of the score that is kept, in percent. */
  keptPercent: number;
}

export interface Grade {
  /** 0 to 100, with one decimal; null if nothing counts yet. */
  points: number | null;
  computed: ComputedGrade | null;
  override: Override | null;
  /** Whether an attempt that may change the computed grade has no result yet. */
  isPending: boolean;
}

export interface GradeInput {
  /** In any order. */
  attempts: readonly Attempt[];
  /** What was submitted earlier does not count. Null: everything before the deadline does. */
  from?: Date | null;
  /** Null: no deadline. */
  deadline: Date | null;
  policy: GradePolicy;
  override?: Override | null;
}

/** The grade of a learner for one exercise. Everything that shows or exports a grade calls this function. */
export function gradeOf({ attempts, from = null, deadline, policy, override = null }: GradeInput): Grade {
  const counted = attempts
    .filter(({ outcome, submittedAt }) => outcome.state !== 'not counted' && submittedAt >= (from ?? 0))
    .toSorted((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime())
    .slice(0, policy.attemptsMax ?? undefined)
    .map((attempt, index) => ({ attempt, number: index + 1, days: daysLate(attempt.submittedAt, deadline) }))
    .flatMap(({ attempt, number, days }) => {
      const percent = keptPercent(days, policy.late);
      return percent === undefined ? [] : [{ attempt, number, days, percent }];
    });
  const grades = counted.flatMap(
    ({ attempt: { id, submittedAt, outcome }, number, days, percent }): ComputedGrade[] =>
      outcome.state === 'graded'
        ? [
            {
              points: pointsKept(outcome.score, percent),
              attemptId: id,
              attemptNumber: number,
              submittedAt,
              score: outcome.score,
              passed: outcome.passed,
              daysLate: days,
              keptPercent: percent,
            },
          ]
        : [],
  );
  const computed = (policy.counts === 'last' ? grades.at(-1) : bestOf(grades)) ?? null;
  return {
    points: override?.points ?? computed?.points ?? null,
    computed,
    override,
    isPending: counted.some(({ attempt }) => attempt.outcome.state === 'pending'),
  };
}

/** The grade with the most points; of equal ones, the earliest. */
function bestOf(grades: ComputedGrade[]): ComputedGrade | undefined {
  const most = Math.max(...grades.map(({ points }) => points));
  return grades.find(({ points }) => points === most);
}

/** Why a grade is what it is, in one line. */
export function explainGrade({ points, computed, override, isPending }: Grade): string {
  const parts = [];
  if (override)
    parts.push(
      `${points} of 100, set by ${override.author}: ${override.reason}`,
      computed === null ? 'no attempt counts' : `the attempts give ${computed.points}`,
    );
  else if (computed === null) return isPending ? 'An attempt is being graded.' : 'No attempt counts yet.';
  else {
    const { attemptNumber, score, daysLate: days, keptPercent: percent } = computed;
    const late =
      days === 0
        ? ''
        : `, ${days} ${days === 1 ? 'day' : 'days'} late${percent < 100 ? ` (−${100 - percent} %)` : ''}`;
    parts.push(`${points} of 100: attempt ${attemptNumber} scored ${score}${late}`);
  }
  if (isPending) parts.push('another attempt is being graded');
  return `${parts.join('; ')}.`;
}
