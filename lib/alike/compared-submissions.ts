import 'server-only';
import type { ComparedSubmission, ComparedSubmissions } from '@dfm/contracts/page-data';
import { db } from '../db/client.ts';
import { attemptsOf } from '../runs/queries.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { assignedTitle, newestSubmissions, type NewestSubmission } from './newest-submissions.ts';

/**
 * Two of the newest submissions of a class for an exercise, and all that can be chosen instead.
 *
 * @param runIds what to compare, unvalidated; for a run that is not among them, the earliest other one
 * @returns undefined if there are not two submissions, or the class does not have to do the exercise
 */
export async function comparedSubmissions(
  access: CohortAccess<'seeWork'>,
  exercise: string,
  [leftId, rightId]: readonly [unknown, unknown],
): Promise<ComparedSubmissions | undefined> {
  const title = await assignedTitle(access, exercise);
  const submissions = await newestSubmissions(access, exercise);
  if (title === undefined || submissions.length < 2) return undefined;
  const wantedRight = submissions.find(({ runId }) => runId === rightId);
  const left =
    submissions.find(({ runId }) => runId === leftId) ??
    submissions.find((submission) => submission !== wantedRight)!;
  const right =
    wantedRight === undefined || wantedRight === left
      ? submissions.find((submission) => submission !== left)!
      : wantedRight;
  const [shownLeft, shownRight] = await Promise.all(
    [left, right].map((submission) => comparedSubmission(access, exercise, submission)),
  );
  return {
    exercise: title,
    submissions: submissions
      .map(({ runId, name, submittedAt }) => ({ runId, name, submittedAt }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    left: shownLeft!,
    right: shownRight!,
  };
}

async function comparedSubmission(
  { cohortId }: CohortAccess<'seeWork'>,
  exercise: string,
  { learnerId, runId, name, submittedAt, files }: NewestSubmission,
): Promise<ComparedSubmission> {
  const [attempts, opened, member] = await Promise.all([
    attemptsOf(learnerId, exercise),
    db().openedSolution.findUnique({ where: { learnerId_exercise: { learnerId, exercise } } }),
    db().cohortMember.findUnique({ where: { cohortId_learnerId: { cohortId, learnerId } } }),
  ]);
  return {
    runId,
    name,
    submittedAt,
    files,
    attempt: attempts.find((attempt) => attempt.runId === runId)!,
    firstAt: attempts.at(-1)!.createdAt,
    openedSolutionAt: opened?.openedAt.toISOString(),
    group: member?.groupName ?? undefined,
  };
}
