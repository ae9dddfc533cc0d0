import 'server-only';
import type { Grade } from '@dfm/gradebook/grade';
import { db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import { perProcess } from '../platform/per-process.ts';
import { deletionsOf } from '../teaching/end-of-term.ts';
import { policyColumns, policyOf } from '../teaching/grade-policy.ts';
import { gradedColumns } from '../teaching/graded-assignment.ts';
import { gradesOf } from '../teaching/grades.ts';
import { inContentOfCohort } from '../versions/content-of-cohort.ts';
import { type BoundContext, type GradingState, gradingState, learnersToCompare } from './changed-learners.ts';
import { want, type WantedScore } from './score-rows.ts';

/** Learners whose grades are computed at once, so that the site answers requests in between. */
const LEARNERS = 100;
/** Everything is compared this often, also what nothing points to, such as a quiz with a new question. */
const COMPLETE_EVERY_MS = 60 * 60_000;
/** The work of a class is not compared so shortly before it is deleted. */
const BEFORE_DELETION_MS = 60_000;

interface Compared extends GradingState {
  completeAt: Date;
}

/** What has been compared, by context. After a restart, everything is compared once. */
const compared = () => perProcess('grades compared with LMSs', () => new Map<string, Compared>());

/**
 * Compares the gradebook with what each LMS should have, and notes what has changed. Called again and again;
 * it looks only at learners whose grades may have changed.
 */
export async function compareGrades(): Promise<void> {
  const contexts = await boundContexts();
  const known = new Set(contexts.map(({ id }) => id));
  for (const id of compared().keys()) if (!known.has(id)) compared().delete(id);
  for (const context of contexts)
    await inContentOfCohort(context.cohortId, () => compare(context)).catch((error: unknown) =>
      log.error({ err: error, contextId: context.id }, 'cannot compare grades with an LMS'),
    );
}

/** Those with links, without those whose work is being deleted: an LMS keeps the grades of a class that ended. */
async function boundContexts(): Promise<BoundContext[]> {
  const contexts = await db().ltiContext.findMany({
    where: { cohortId: { not: null }, links: { some: {} } },
    select: { id: true, platformId: true, cohortId: true },
  });
  const bound = contexts.map((context) => ({ ...context, cohortId: context.cohortId! }));
  const deletions = await deletionsOf(bound.map(({ cohortId }) => cohortId));
  const from = Date.now() + BEFORE_DELETION_MS;
  return bound.filter(({ cohortId }) => (deletions.get(cohortId)?.getTime() ?? Infinity) > from);
}

async function compare(context: BoundContext): Promise<void> {
  const before = compared().get(context.id);
  const state = await gradingState(context);
  const isComplete =
    before?.digest !== state.digest || state.at.getTime() - before.completeAt.getTime() >= COMPLETE_EVERY_MS;
  const learners = await learnersToCompare(context, isComplete ? undefined : before.at);
  for (let from = 0; from < learners.length; from += LEARNERS)
    await want(await wantedScores(context, learners.slice(from, from + LEARNERS)));
  compared().set(context.id, { ...state, completeAt: isComplete ? state.at : before.completeAt });
}

async function wantedScores(
  { id, cohortId }: BoundContext,
  learnerIds: readonly string[],
): Promise<WantedScore[]> {
  const [cohort, links] = await Promise.all([
    db().cohort.findUniqueOrThrow({
      where: { id: cohortId },
      select: { ...policyColumns, assignments: { select: gradedColumns } },
    }),
    db().ltiLink.findMany({ where: { contextId: id }, select: { id: true, kind: true, slug: true } }),
  ]);
  const linksOf = (work: { kind: string; slug: string }) =>
    links.filter(({ kind, slug }) => kind === work.kind && slug === work.slug);
  const assignments = cohort.assignments.filter((assignment) => linksOf(assignment).length > 0);
  const linksByAssignment = assignments.map(linksOf);
  const grades = await gradesOf(learnerIds, { cohortId, assignments, policy: policyOf(cohort) });
  return [...grades].flatMap(([learnerId, { grades: own }]) =>
    own.flatMap(({ grade }, index) =>
      linksByAssignment[index]!.map(({ id: linkId }) => ({ linkId, learnerId, ...pointsOf(grade) })),
    ),
  );
}

/** The points of a grade, and when they became what they are. */
function pointsOf({ points, computed, override }: Grade): Pick<WantedScore, 'points' | 'at'> {
  return { points, at: override?.at ?? computed?.submittedAt ?? new Date() };
}
