import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import { cancel } from '../runs/cancel.ts';
import { endSessions } from '../terminals/session-state.ts';

/**
 * Tables in which a learner has at most one row per key, and which of two rows stays when two learners become
 * one.
 */
const oneRowPerKey = [
  { table: 'quiz_answer', key: ['lesson', 'quiz'], column: 'answered_at', keep: 'newest' },
  { table: 'review', key: ['lesson', 'card'], column: 'reviewed_at', keep: 'newest' },
  { table: 'board_name', key: ['exercise'], column: 'chosen_at', keep: 'newest' },
  // What was opened stays opened, and what was done stays done.
  { table: 'opened_solution', key: ['exercise'], column: 'opened_at', keep: 'oldest' },
  { table: 'opened_hint', key: ['exercise', 'hint'], column: 'opened_at', keep: 'oldest' },
  { table: 'lab_step', key: ['lab', 'step'], column: 'done_at', keep: 'oldest' },
] as const;

/** Tables with any number of rows per learner. */
const manyRows = ['submission', 'run', 'quiz_attempt', 'content_report', 'terminal_session'];

/**
 * Gives everything that an anonymous learner did to an account, and deletes the anonymous learner. All of it
 * happens, or nothing. Does nothing for a learner who no longer exists, because another sign-in of the same
 * browser was faster.
 */
export async function adoptWork(anonymousId: string, accountId: string): Promise<void> {
  if (anonymousId === accountId) return;
  await cancelOlderOfTwoRuns(anonymousId, accountId);
  await db().$transaction(async (transaction) => {
    // In one order, so that two sign-ins wait for each other. What is submitted meanwhile waits too.
    const both = await transaction.$queryRaw<object[]>`
      SELECT id FROM "user" WHERE id IN (${anonymousId}, ${accountId}) ORDER BY id FOR UPDATE`;
    if (both.length < 2) return;
    // A learner has at most one open terminal. The account keeps its own.
    await endSessions(
      'closed',
      Prisma.sql`learner_id = ${anonymousId} AND EXISTS (
        SELECT FROM terminal_session AS own WHERE own.learner_id = ${accountId} AND own.state <> 'ended')`,
      transaction,
    );
    for (const { table, key, column, keep } of oneRowPerKey) {
      const sameKey = Prisma.join(
        key.map((name) => Prisma.sql`mine.${Prisma.raw(name)} = other.${Prisma.raw(name)}`),
        ' AND ',
      );
      const [mine, other] = [Prisma.raw(`mine.${column}`), Prisma.raw(`other.${column}`)];
      const worse = keep === 'newest' ? Prisma.sql`${mine} < ${other}` : Prisma.sql`${mine} > ${other}`;
      const learners = Prisma.sql`(${anonymousId}, ${accountId})`;
      await transaction.$executeRaw`
        DELETE FROM ${Prisma.raw(table)} AS mine USING ${Prisma.raw(table)} AS other
        WHERE mine.learner_id IN ${learners} AND other.learner_id IN ${learners} AND mine.learner_id <> other.learner_id
          AND ${sameKey} AND (${worse} OR (${mine} = ${other} AND mine.learner_id = ${anonymousId}))`;
    }
    for (const table of [...manyRows, ...oneRowPerKey.map((rule) => rule.table)])
      await transaction.$executeRaw`
        UPDATE ${Prisma.raw(table)} SET learner_id = ${accountId} WHERE learner_id = ${anonymousId}`;
    await transaction.contentReportReply.updateMany({
      where: { authorId: anonymousId },
      data: { authorId: accountId },
    });
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
    for (const { id, learnerId } of runs.slice(1)) await cancel(learnerId, id).catch(ignoreEnded);
}

/** It has its verdict by now, or another sign-in has moved it. */
function ignoreEnded(error: unknown): void {
  if (!(error instanceof PlatformError)) throw error;
}
