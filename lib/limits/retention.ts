import 'server-only';
import { Prisma, db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { RETIRED_TOOL_KEY_DAYS } from './retired-key-days.ts';

/** Rows per statement, so that each ends long before the query timeout and holds no lock for long. */
const BATCH = 100;

/**
 * An older version of the site may run for this long next to this one, or instead of it after an update that
 * was undone.
 */
const OLDER_VERSION_DAYS = 7;

/** Every table with what learners did. A learner with a row in any of them is kept. */
export const tablesOfWork = [
  'submission',
  'run',
  'quiz_answer',
  'quiz_attempt',
  'opened_solution',
  'opened_hint',
  'review',
  'board_name',
  'content_report',
  'terminal_session',
  'lab_step',
];
/** The same for tables in which only accounts have rows. Accounts are never deleted as unused. */
export const tablesOfAccounts = ['cohort_member', 'staff_member'];
const didNothing = Prisma.join(
  tablesOfWork.map(
    (table) =>
      Prisma.sql`NOT EXISTS (SELECT FROM ${Prisma.raw(table)} AS work WHERE work.learner_id = unused.id)`,
  ),
  ' AND ',
);

/** The numbers of deleted rows. */
export interface Expired {
  cancelledRuns: number;
  /** Of drafts that were checked; the answers are kept. */
  proofRuns: number;
  /** Runs whose events were deleted. */
  logs: number;
  learners: number;
  sessions: number;
}

/**
 * Deletes data that is no longer needed: cancelled runs with their files, the events of old runs except their
 * results, learners who never did anything, expired sessions and links, and old entries of what staff did.
 * Results and the files they belong to are kept. Several sites may run this at once; anything that fails is
 * retried next time.
 */
export async function expire(): Promise<Expired> {
  const {
    CANCELLED_RUNS_KEPT_HOURS: hours,
    RUN_EVENTS_KEPT_DAYS: eventDays,
    UNUSED_LEARNERS_KEPT_DAYS: learnerDays,
    STAFF_LOG_KEPT_DAYS: logDays,
  } = env();
  const expired: Expired = {
    cancelledRuns: await inBatches(Prisma.sql`
      DELETE FROM submission WHERE id IN (
        SELECT submission_id FROM run
        WHERE network IS NOT NULL AND state = 'cancelled' AND finished_at < now() - make_interval(hours => ${hours}::int)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`),
    proofRuns: await inBatches(Prisma.sql`
      DELETE FROM submission WHERE id IN (
        SELECT submission_id FROM run
        WHERE kind = 'proof' AND state IN ('done', 'cancelled') AND finished_at < now() - make_interval(days => ${eventDays}::int)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`),
    // The last event is kept, so that a page that follows the run still sees its end. Its result is that of the run.
    logs: await inBatches(Prisma.sql`
      WITH old AS (
        SELECT id, last_seq FROM run
        WHERE network IS NOT NULL AND state = 'done' AND finished_at < now() - make_interval(days => ${eventDays}::int)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      ), deleted AS (
        DELETE FROM run_event USING old WHERE run_id = old.id AND seq < old.last_seq
      ), emptied AS (
        UPDATE run_event SET event = event - '{earlier,result}'::text[] FROM old WHERE run_id = old.id AND seq = old.last_seq
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
  // A version that does not know compacted events marks these runs as done and leaves their logs.
  await db().$executeRaw`
    UPDATE run_event SET event = event - '{earlier,result}'::text[] FROM run
    WHERE run_id = run.id AND seq = last_seq AND run.network IS NULL AND run.state = 'done' AND event ? 'earlier'
      AND run.finished_at < now() - make_interval(days => ${eventDays}::int)
      AND run.finished_at > now() - make_interval(days => ${eventDays}::int + ${OLDER_VERSION_DAYS}::int)`;
  await db().$executeRaw`
    DELETE FROM terminal_session WHERE ended_at < now() - make_interval(days => ${eventDays}::int)`;
  await db().$executeRaw`DELETE FROM one_time_link WHERE expires_at < now()`;
  await db().$executeRaw`DELETE FROM pending_sign_in WHERE expires_at < now()`;
  await db().$executeRaw`DELETE FROM lti_nonce WHERE expires_at < now()`;
  await db().$executeRaw`DELETE FROM lti_visit WHERE expires_at < now()`;
  await db().$executeRaw`
    DELETE FROM lti_key WHERE retired_at < now() - make_interval(days => ${RETIRED_TOOL_KEY_DAYS}::int)`;
  await db().$executeRaw`DELETE FROM audit_entry WHERE at < now() - make_interval(days => ${logDays}::int)`;
  await db().$executeRaw`DELETE FROM hourly_use WHERE since < now() - interval '1 hour'`;
  if (Object.values(expired).some((count) => count > 0)) log.info(expired, 'deleted expired data');
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
