import 'server-only';
import type { ClaimRequest, RunnerInfo, TerminalClaim } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { nextWork } from '../nodes/next-work.ts';
import { log } from '../platform/log.ts';
import { ownerKey } from '../runs/owner-key.ts';

/**
 * Gives the session that has waited longest to a runner; waits for one if there is none.
 *
 * @param signal aborted when the runner disconnects; nothing is claimed after that
 * @returns undefined if there was none within `waitMs`
 */
export async function claimSession(
  request: ClaimRequest,
  signal: AbortSignal,
): Promise<TerminalClaim | undefined> {
  const claimed = await nextWork(request, signal, 'terminal_queued', takeNext);
  if (claimed) log.info({ ...claimed, runner: request.runner.name }, 'terminal claimed');
  return claimed && { ...claimed, learnerKey: ownerKey(`terminal ${claimed.sessionId}`) };
}

/** With SKIP LOCKED, concurrent claims each get a different session. A draining runner gets none. */
async function takeNext({ name }: RunnerInfo): Promise<Omit<TerminalClaim, 'learnerKey'> | undefined> {
  const [claimed] = await db().$queryRaw<Omit<TerminalClaim, 'learnerKey'>[]>`
    UPDATE terminal_session SET state = 'running', fence = fence + 1, claimed_by = ${name}, started_at = now(), heartbeat_at = now()
    WHERE id = (
      SELECT id FROM terminal_session
      WHERE state = 'waiting' AND NOT EXISTS (SELECT FROM runner WHERE name = ${name} AND draining)
      ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id AS "sessionId", fence, pg_notify('terminal_changed', id)::text AS notified`;
  return claimed && { sessionId: claimed.sessionId, fence: claimed.fence };
}
