import 'server-only';
import type { SessionView } from '@dfm/contracts/terminal';
import { Prisma, db } from '../db/client.ts';
import type { TerminalEnd } from '../db/generated/enums.ts';
import { env } from '../platform/env.ts';

type Executor = Pick<ReturnType<typeof db>, '$queryRaw'>;

const MINUTE_MS = 60_000;

/** However little it is used, a session ends after this time. */
export const LONGEST_HOURS = 12;

/** Condition: the session and its claim, as a runner names them. */
export function isCurrent(sessionId: string, fence: number): Prisma.Sql {
  return Prisma.sql`id = ${sessionId} AND fence = ${fence} AND state = 'running'`;
}

/**
 * Milliseconds in use that a learner may still have in this day, which are the last 24 hours, as SQL.
 * Sessions that ended because of the platform do not count.
 *
 * @param except a session whose time is left out
 */
export function dayLeftMs(learnerId: Prisma.Sql, except: Prisma.Sql): Prisma.Sql {
  const dayMs = env().TERMINAL_MINUTES_PER_LEARNER_PER_DAY * MINUTE_MS;
  return Prisma.sql`(${dayMs}::int - coalesce((
    SELECT sum(earlier.used_ms) FROM terminal_session AS earlier
    WHERE earlier.learner_id = ${learnerId} AND earlier.id <> ${except} AND earlier.queued_at > now() - interval '1 day'
      AND earlier.ended_because IS DISTINCT FROM 'fault'), 0)::int)`;
}

interface ViewRow {
  id: string;
  lab: string | null;
  state: 'waiting' | 'running' | 'ended';
  place: number;
  leftSeconds: number;
  isCounting: boolean;
  canExtend: boolean;
  idleEndsInSeconds: number;
  endedBecause: TerminalEnd | null;
}

/**
 * What a learner sees of the sessions that match a condition on `session`, the newest first.
 *
 * @param limit maximum number of sessions
 */
export async function viewsOf(
  where: Prisma.Sql,
  limit: number,
  executor: Executor = db(),
): Promise<SessionView[]> {
  const idleSeconds = env().TERMINAL_IDLE_MINUTES * 60;
  const rows = await executor.$queryRaw<ViewRow[]>`
    SELECT id, lab, state, ended_because AS "endedBecause", is_in_use AS "isCounting",
      (SELECT count(*) FROM terminal_session AS ahead
       WHERE ahead.state = 'waiting' AND (ahead.queued_at, ahead.id) <= (session.queued_at, session.id))::int AS place,
      greatest(0, ceil((allowed_ms - used_ms) / 1000.0))::int AS "leftSeconds",
      allowed_ms < ${dayLeftMs(Prisma.sql`session.learner_id`, Prisma.sql`session.id`)} AS "canExtend",
      greatest(0, ceil(${idleSeconds} - extract(epoch FROM now() - coalesce(used_at, started_at, now()))))::int AS "idleEndsInSeconds"
    FROM terminal_session AS session WHERE ${where} ORDER BY queued_at DESC LIMIT ${limit}`;
  return rows.map(viewOf);
}

function viewOf(row: ViewRow): SessionView {
  const { id, lab, state, place, leftSeconds, isCounting, canExtend, idleEndsInSeconds, endedBecause } = row;
  const what = { id, ...(lab !== null && { lab }) };
  switch (state) {
    case 'waiting':
      return { ...what, state, place };
    case 'running':
      return { ...what, state, leftSeconds, isCounting, canExtend, idleEndsInSeconds };
    case 'ended':
      return { ...what, state, reason: endedBecause ?? 'fault' };
  }
}

/**
 * Ends the sessions that match a condition, and tells everyone who follows them. For the one reason that is
 * not the learner's, their time does not count.
 *
 * @returns their IDs
 */
export async function endSessions(
  because: TerminalEnd,
  where: Prisma.Sql,
  executor: Executor = db(),
): Promise<string[]> {
  const ended = await executor.$queryRaw<{ id: string }[]>`
    UPDATE terminal_session SET state = 'ended', ended_at = now(), is_in_use = false, ended_because = ${because}::terminal_end
    WHERE state <> 'ended' AND (${where})
    RETURNING id, pg_notify('terminal_changed', id)::text AS notified`;
  return ended.map(({ id }) => id);
}
