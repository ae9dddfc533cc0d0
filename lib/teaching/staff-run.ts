import 'server-only';
import type { RunSnapshot } from '@dfm/contracts/browser-api';
import type { Attempt } from '@dfm/contracts/page-data';
import { explainGrade } from '@dfm/gradebook/grade';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { attemptsOf, runOf } from '../runs/queries.ts';
import { cohortsWith } from './cohorts-with.ts';
import { policyColumns, policyOf } from './grade-policy.ts';
import { gradedColumns } from './graded-assignment.ts';
import { gradesOf } from './grades.ts';

export interface StaffRun {
  run: RunSnapshot;
  learner: { name: string; email: string };
  /** The class through which staff see it. */
  cohort: { id: string; name: string };
  /** Why the learner's grade for the exercise is what it is, in one line. */
  grade: string;
  /** All runs of the learner for the exercise, the newest first. */
  attempts: Attempt[];
}

/**
 * A learner's run, for staff of a class that the learner is in and that has to do its exercise.
 *
 * @returns undefined for anyone else, as for a run that does not exist
 */
export async function runForStaff(account: Account, runId: string): Promise<StaffRun | undefined> {
  if (!isId(runId)) return undefined;
  const found = await db().run.findUnique({
    where: { id: runId },
    select: { learnerId: true, exercise: true },
  });
  if (!found) return undefined;
  const { learnerId, exercise } = found;
  const membership = await db().cohortMember.findFirst({
    where: { learnerId, cohort: cohortsWith(exercise, account) },
    orderBy: { joinedAt: 'desc' },
    select: {
      learner: { select: { name: true, email: true } },
      cohort: {
        select: {
          id: true,
          name: true,
          ...policyColumns,
          assignments: {
            where: { kind: 'exercise', slug: exercise },
            select: gradedColumns,
          },
        },
      },
    },
  });
  const run = membership && (await runOf(learnerId, runId));
  if (!membership || !run) return undefined;
  const { learner, cohort } = membership;
  const [grades, attempts] = await Promise.all([
    gradesOf([learnerId], { cohortId: cohort.id, assignments: cohort.assignments, policy: policyOf(cohort) }),
    attemptsOf(learnerId, exercise),
  ]);
  return {
    run,
    learner,
    cohort: { id: cohort.id, name: cohort.name },
    grade: explainGrade(grades.get(learnerId)!.grades[0]!.grade),
    attempts,
  };
}
