import 'server-only';
import { PlatformError, type TerminalEndRequest } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import type { TerminalEnd } from '../db/generated/enums.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { LONGEST_HOURS, endSessions, isCurrent } from './session-state.ts';

/** Claims of a session in which nobody has typed yet, before it ends because of the platform. */
const CLAIMS_MAX = 3;

const staleFence = () =>
  new PlatformError('stale-fence', 'This session is no longer with this runner. End it.');

/**
 * Records that a runner still has a session, and counts the time since its last report if a shell was used.
 * Ends the session if its time is used, or nobody uses it.
 *
 * @returns whether the session is over, in which case the runner destroys its sandbox
 * @throws PlatformError `stale-fence` if the session is not with this claim
 */
export async function sessionHeartbeat(sessionId: string, fence: number, isInUse: boolean): Promise<boolean> {
  const { RUN_HEARTBEAT_TIMEOUT_SECONDS: silenceMax, TERMINAL_IDLE_MINUTES: idleMinutes } = env();
  const [session] = await db().$queryRaw<{ because: TerminalEnd | null }[]>`
    WITH before AS (SELECT id, is_in_use FROM terminal_session WHERE ${isCurrent(sessionId, fence)} FOR UPDATE),
    alive AS (
      UPDATE terminal_session AS session SET heartbeat_at = now(), is_in_use = ${isInUse},
        used_at = CASE WHEN ${isInUse} THEN now() ELSE used_at END,
        used_ms = used_ms + CASE WHEN ${isInUse} THEN (1000 * least(${silenceMax}, extract(epoch FROM now() - heartbeat_at)))::int ELSE 0 END
      FROM before WHERE session.id = before.id
      RETURNING session.*, CASE WHEN before.is_in_use <> ${isInUse} THEN pg_notify('terminal_changed', session.id)::text END AS notified)
    SELECT notified, CASE
      WHEN used_ms >= allowed_ms OR started_at < now() - make_interval(hours => ${LONGEST_HOURS}::int) THEN 'time'
      WHEN coalesce(used_at, started_at) < now() - make_interval(mins => ${idleMinutes}::int) THEN 'idle' END AS because
    FROM alive`;
  if (session === undefined) {
    if ((await db().terminalSession.count({ where: { id: sessionId, fence, state: 'ended' } })) > 0)
      return true;
    throw staleFence();
  }
  if (session.because === null) return false;
  await endSessions(session.because, isCurrent(sessionId, fence));
  return true;
}

/**
 * Ends a session that its runner has lost. If the platform failed, it starts again as long as nobody has
 * typed anything.
 *
 * @throws PlatformError `stale-fence`
 */
export async function sessionLost(
  sessionId: string,
  { fence, because, detail }: TerminalEndRequest,
): Promise<void> {
  const current = isCurrent(sessionId, fence);
  const lost =
    because === 'fault' ? await requeueOrEnd(current) : (await endSessions(because, current)).length;
  if (lost === 0) throw staleFence();
  if (because === 'fault') log.error({ sessionId, fence, detail }, 'a terminal failed');
  else log.info({ sessionId, fence, detail }, 'the engine of a terminal was ended');
}

/**
 * Takes sessions away from runners that have stopped reporting. Several sites may do this at once.
 *
 * @returns the number of sessions
 */
export async function sweepSessions(): Promise<number> {
  const seconds = env().RUN_HEARTBEAT_TIMEOUT_SECONDS;
  const lost = await requeueOrEnd(
    Prisma.sql`state = 'running' AND heartbeat_at < now() - make_interval(secs => ${seconds}::float8)`,
  );
  if (lost > 0) log.warn({ lost }, 'runners of terminals stopped responding');
  return lost;
}

/** The shells of a lost session cannot come back, but without any input there is nothing to lose. */
async function requeueOrEnd(where: Prisma.Sql): Promise<number> {
  const again = await db().$queryRaw<object[]>`
    UPDATE terminal_session SET state = 'waiting', claimed_by = NULL, started_at = NULL, heartbeat_at = NULL, is_in_use = false
    WHERE ${where} AND used_at IS NULL AND fence < ${CLAIMS_MAX}
    RETURNING pg_notify('terminal_changed', id)::text AS notified, pg_notify('terminal_queued', '')::text AS queued`;
  return again.length + (await endSessions('fault', where)).length;
}
