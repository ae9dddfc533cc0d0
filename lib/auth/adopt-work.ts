import 'server-only';
import { Prisma, db } from '../db/client.ts';
import { cancel } from '../runs/cancel.ts';

/**
 * Tables in which a learner has at most one row per key, and which of two rows stays when two learners become
 * one.
 */
const oneRowPerKey = [
  { table: 'quiz_answer', key: ['lesson', 'quiz'], column: 'answered_at', keep: 'newest' },
  { table: 'review', key: ['lesson', 'card'], column: 'reviewed_at', keep: 'newest' },
  { table: 'board_name', key: ['exercise'], column: 'chosen_at', keep: 'newest' },
  // A solution that was opened stays opened.
  { table: 'opened_solution', key: ['exercise'], column: 'opened_at', keep: 'oldest' },
] as const;

/** Tables with any number of rows per learner. */
const manyRows = ['submission', 'run', 'quiz_attempt'];

/**
 * Gives everything that an anonymous learner did to an account, and deletes the anonymous learner. All of it
 * happens, or nothing.
 */
export async function adoptWork(anonymousId: string, accountId: string): Promise<void> {
  if (anonymousId === accountId) return;
  await cancelOlderOfTwoRuns(anonymousId, accountId);
  await db().$transaction(async (transaction) => {
    for (const { table, key, column, keep } of oneRowPerKey) {
      const sameKey = Prisma.join(
        key.map((name) => Prisma.sql`mine.${Prisma.raw(name)} = other.${Prisma.raw(name)}`),
        ' AND ',
      );
      const [mine, other] = [Prisma.raw(`mine.${column}`), Prisma.raw(`other.${column}`)];
      const worse = keep === 'newest' ? Prisma.sql`${mine} < ${other}` : Prisma.sql`${mine} > ${other}`;
      const both = Prisma.sql`(${anonymousId}, ${accountId})`;
      await transaction.$executeRaw`
        DELETE FROM ${Prisma.raw(table)} AS mine USING ${Prisma.raw(table)} AS other
        WHERE mine.learner_id IN ${both} AND other.learner_id IN ${both} AND mine.learner_id <> other.learner_id
          AND ${sameKey} AND (${worse} OR (${mine} = ${other} AND mine.learner_id = ${anonymousId}))`;
    }
    for (const table of [...manyRows, ...oneRowPerKey.map((rule) => rule.table)])
      await transaction.$executeRaw`
        UPDATE ${Prisma.raw(table)} SET learner_id = ${accountId} WHERE learner_id = ${anonymousId}`;
    await transaction.user.delete({ where: { id: anonymousId } });
  });
}

/** A learner has at most one active run per exercise. The one that was submitted last continues. */
async function cancelOlderOfTwoRuns(anonymousId: string, accountId: string): Promise<void> {
  const active = await db().run.findMany({
    where: {
      learnerId: { in: [anonymousId, accountId] },
      kind: 'practice',
      state: { in: ['queued', 'running'] },
    },
    orderBy: { queuedAt: 'desc' },
    select: { id: true, learnerId: true, exercise: true },
  });
  for (const runs of Map.groupBy(active, ({ exercise }) => exercise).values())
    for (const { id, learnerId } of runs.slice(1)) await cancel(learnerId, id);
}
