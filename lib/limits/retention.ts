import 'server-only';
import { Prisma, db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';

/** Rows of one statement: each ends long before a query's time limit, and holds no lock for long. */
const BATCH = 100;

const tablesOfWork = ['submission', 'quiz_answer', 'opened_solution', 'review', 'board_name'];
const didNothing = Prisma.join(
  tablesOfWork.map(
    (table) =>
      Prisma.sql`NOT EXISTS (SELECT FROM ${Prisma.raw(table)} AS work WHERE work.learner_id = unused.id)`,
  ),
  ' AND ',
);

/** How many of each were deleted. */
export interface Expired {
  cancelledRuns: number;
  /** Runs whose events were deleted. */
  logs: number;
  learners: number;
  sessions: number;
}

/**
 * Deletes what nobody needs any more: cancelled runs with their files, what old runs reported on the way to
 * their result, learners who never did anything, sessions that have ended. Results and the files they are
 * about are kept. Several sites may do so at once, and what fails is tried again by the next.
 */
export async function expire(): Promise<Expired> {
  const {
    CANCELLED_RUNS_KEPT_HOURS: hours,
    RUN_EVENTS_KEPT_DAYS: eventDays,
    UNUSED_LEARNERS_KEPT_DAYS: learnerDays,
  } = env();
  const expired: Expired = {
    cancelledRuns: await inBatches(Prisma.sql`
      DELETE FROM submission WHERE id IN (
        SELECT submission_id FROM run
        WHERE network IS NOT NULL AND state = 'cancelled' AND finished_at < now() - make_interval(hours => ${hours}::int)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`),
    // The last event is the result: a page that follows the run still learns that it has ended.
    logs: await inBatches(Prisma.sql`
      WITH old AS (
        SELECT id, last_seq FROM run
        WHERE network IS NOT NULL AND state = 'done' AND finished_at < now() - make_interval(days => ${eventDays}::int)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      ), gone AS (
        DELETE FROM run_event USING old WHERE run_id = old.id AND seq < old.last_seq
      )
      UPDATE run SET network = NULL FROM old WHERE run.id = old.id`),
    learners: await inBatches(Prisma.sql`
      DELETE FROM "user" WHERE id IN (
        SELECT id FROM "user" AS unused
        WHERE is_anonymous AND created_at < now() - make_interval(days => ${learnerDays}::int) AND ${didNothing}
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`),
    sessions: await inBatches(
      Prisma.sql`DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at < now() LIMIT ${BATCH})`,
    ),
  };
  await db().$executeRaw`DELETE FROM hourly_use WHERE since < now() - interval '1 hour'`;
  if (Object.values(expired).some((count) => count > 0)) log.info(expired, 'deleted what has expired');
  return expired;
}

async function inBatches(statement: Prisma.Sql): Promise<number> {
  let all = 0;
  for (;;) {
    const count = await db().$executeRaw(statement);
    all += count;
    if (count < BATCH) return all;
  }
}
