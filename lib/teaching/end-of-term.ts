import 'server-only';
import { record } from '../audit/record.ts';
import { Prisma, db } from '../db/client.ts';
import { log } from '../platform/log.ts';

/** Days that staff are warned before the work of a class is deleted, however its settings change. */
const WARNING_DAYS = 30;
/** Learners of a class who are read at once. */
const LEARNERS = 100;
/** Rows deleted by one statement. Each submission may have results and logs of several megabytes. */
const ROWS = 20;

/**
 * When the work of each class is deleted: some months after its last deadline, in its own zone, but not
 * before staff have been warned for long enough. Classes that keep the work, or have no deadline, are not in
 * it.
 */
const deletions = Prisma.sql`(
  SELECT cohort.id, term.ends_at AS "endsAt", greatest(
    term.ends_at,
    coalesce(cohort.deletion_announced_at, now()) + make_interval(days => ${WARNING_DAYS}::int)
  ) AS "deletedAt"
  FROM cohort
  CROSS JOIN LATERAL (
    SELECT greatest(
      (SELECT max(due_at) FROM assignment WHERE cohort_id = cohort.id),
      (SELECT max(until) FROM extension WHERE cohort_id = cohort.id),
      (SELECT max(until) FROM group_extension WHERE cohort_id = cohort.id)
    ) AS deadline
  ) AS last
  CROSS JOIN LATERAL (
    SELECT (last.deadline AT TIME ZONE cohort.time_zone + make_interval(months => cohort.delete_after_months))
      AT TIME ZONE cohort.time_zone AS ends_at
  ) AS term
  WHERE term.ends_at IS NOT NULL
)`;

/** When the learners' work of a class is deleted; undefined if it is kept. */
export async function deletionOf(cohortId: string): Promise<Date | undefined> {
  return (await deletionsOf([cohortId])).get(cohortId);
}

/** The same for several classes. Those that keep the work are not in the answer. */
export async function deletionsOf(cohortIds: readonly string[]): Promise<Map<string, Date>> {
  const found = await db().$queryRaw<{ id: string; deletedAt: Date }[]>`
    SELECT id, "deletedAt" FROM ${deletions} AS deletion WHERE id = ANY(${[...cohortIds]})`;
  return new Map(found.map(({ id, deletedAt }) => [id, deletedAt]));
}

/** Whether staff are warned of a deletion now. */
export function isNear(deletedAt: Date): boolean {
  return deletedAt.getTime() - Date.now() <= WARNING_DAYS * 24 * 60 * 60_000;
}

/**
 * Begins to warn staff of the deletions that come near, and deletes the work of the classes whose time has
 * come: what their members did for their assignments, the memberships, and the list of who is expected. What
 * a different class of the learner has assigned and keeps stays.
 *
 * @returns the number of learners whose work was deleted
 */
export async function endTerms(): Promise<number> {
  await db().$executeRaw`
    UPDATE cohort SET deletion_announced_at = NULL WHERE deletion_announced_at IS NOT NULL AND NOT EXISTS (
      SELECT FROM ${deletions} AS deletion
      WHERE deletion.id = cohort.id AND deletion."endsAt" <= now() + make_interval(days => ${WARNING_DAYS}::int))`;
  await db().$executeRaw`
    UPDATE cohort SET deletion_announced_at = now() FROM ${deletions} AS deletion
    WHERE deletion.id = cohort.id AND cohort.deletion_announced_at IS NULL
      AND deletion."endsAt" <= now() + make_interval(days => ${WARNING_DAYS}::int)`;
  const ended = await db().$queryRaw<{ id: string; courseId: string }[]>`
    SELECT cohort.id, cohort.course_id AS "courseId" FROM ${deletions} AS deletion JOIN cohort USING (id)
    WHERE "deletedAt" <= now() AND (
      EXISTS (SELECT FROM cohort_member WHERE cohort_id = cohort.id)
      OR EXISTS (SELECT FROM expected_member WHERE cohort_id = cohort.id))`;
  let all = 0;
  for (const { id, courseId } of ended) {
    const learners = await endTerm(id, courseId);
    log.info({ cohortId: id, learners }, 'deleted the work of a class');
    all += learners;
  }
  return all;
}

async function endTerm(cohortId: string, courseId: string): Promise<number> {
  const learners = await deleteWorkOfAll(cohortId);
  const expected = (await hasEnded(cohortId))
    ? (await db().expectedMember.deleteMany({ where: { cohortId } })).count
    : 0;
  if (learners + expected === 0) return 0;
  const site = { account: undefined, role: 'site' } as const;
  const details = { learners };
  await record(db(), site, { action: 'class.work-deleted', in: { courseId, cohortId }, details });
  return learners;
}

/** @returns the number of learners; fewer than all if staff set a later deadline meanwhile */
async function deleteWorkOfAll(cohortId: string): Promise<number> {
  for (let all = 0; ;) {
    const members = await db().cohortMember.findMany({
      where: { cohortId },
      orderBy: { learnerId: 'asc' },
      take: LEARNERS,
      select: { learnerId: true },
    });
    for (const { learnerId } of members) {
      if (!(await hasEnded(cohortId))) return all;
      await deleteWork(cohortId, learnerId);
      all++;
    }
    if (members.length < LEARNERS) return all;
  }
}

async function hasEnded(cohortId: string): Promise<boolean> {
  const deletedAt = await deletionOf(cohortId);
  return deletedAt !== undefined && deletedAt <= new Date();
}

/** The tables with work for an exercise, and those for the quiz of a lesson. */
const tablesOf = {
  exercise: { column: 'exercise', tables: ['submission', 'opened_solution', 'opened_hint', 'board_name'] },
  quiz: { column: 'lesson', tables: ['quiz_answer', 'quiz_attempt'] },
} as const;

/** Deletes what a member did for a class. The membership goes last, so that a failure is repeated. */
async function deleteWork(cohortId: string, learnerId: string): Promise<void> {
  for (const [kind, { column, tables }] of Object.entries(tablesOf))
    for (const table of tables) {
      const ended = Prisma.sql`
        SELECT work.ctid FROM ${Prisma.raw(table)} AS work
        JOIN assignment ON assignment.cohort_id = ${cohortId} AND assignment.kind = ${kind}::assignment_kind
          AND assignment.slug = work.${Prisma.raw(column)}
        WHERE work.learner_id = ${learnerId} AND NOT EXISTS (
          SELECT FROM assignment AS elsewhere JOIN cohort_member AS member USING (cohort_id)
          WHERE member.learner_id = ${learnerId} AND elsewhere.kind = assignment.kind
            AND elsewhere.slug = assignment.slug AND NOT EXISTS (
              SELECT FROM ${deletions} AS deletion
              WHERE deletion.id = elsewhere.cohort_id AND deletion."deletedAt" <= now()))
        LIMIT ${ROWS}`;
      let count: number;
      do {
        count = await db().$executeRaw`DELETE FROM ${Prisma.raw(table)} WHERE ctid IN (${ended})`;
      } while (count === ROWS);
    }
  await db().$transaction([
    db().extension.deleteMany({ where: { cohortId, learnerId } }),
    db().gradeOverride.deleteMany({ where: { cohortId, learnerId } }),
    db().cohortMember.deleteMany({ where: { cohortId, learnerId } }),
  ]);
}
