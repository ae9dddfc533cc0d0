import 'server-only';
import type { ClaimRequest, RunnerInfo, TerminalClaim } from '@dfm/contracts';
import { loadLab } from '@dfm/course/labs/load-lab';
import { contentOf } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { anyBase } from '../nodes/base-images.ts';
import { nextWork } from '../nodes/next-work.ts';
import { log } from '../platform/log.ts';
import { ownerKey } from '../runs/owner-key.ts';
import { endSessions, isCurrent } from './session-state.ts';

interface Claimed {
  sessionId: string;
  fence: number;
  /** Slug of its lab. */
  lab: string | null;
  content: string | null;
  labStart: number;
}

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
  if (claimed === undefined) return undefined;
  const { sessionId, fence } = claimed;
  log.info({ sessionId, fence, runner: request.runner.name }, 'terminal claimed');
  const lab = await labOf(claimed).catch(async (error: unknown) => {
    await endSessions('fault', isCurrent(sessionId, fence));
    throw error;
  });
  return { sessionId, fence, learnerKey: ownerKey(`terminal ${sessionId}`), ...(lab && { lab }) };
}

/** The lab of a session, by the content for which it was opened. */
async function labOf({ lab, content, labStart }: Claimed): Promise<TerminalClaim['lab']> {
  if (lab === null) return undefined;
  const { folder } = await contentOf(content);
  return { content: (await loadLab(folder, lab)).lab, done: labStart };
}

/**
 * With SKIP LOCKED, concurrent claims each get a different session. A draining runner gets none, and a runner
 * that still prepares a base image gets no session whose lab uses it.
 */
async function takeNext({ name, basesToCome }: RunnerInfo): Promise<Claimed | undefined> {
  const lacking = basesToCome.length === 0 ? [] : [...basesToCome, anyBase];
  const [claimed] = await db().$queryRaw<Claimed[]>`
    UPDATE terminal_session SET state = 'running', fence = fence + 1, claimed_by = ${name}, started_at = now(), heartbeat_at = now()
    WHERE id = (
      SELECT id FROM terminal_session
      WHERE state = 'waiting' AND NOT bases && ${lacking}::text[] AND NOT EXISTS (SELECT FROM runner WHERE name = ${name} AND draining)
      ORDER BY queued_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id AS "sessionId", fence, lab, content, lab_start AS "labStart", pg_notify('terminal_changed', id)::text AS notified`;
  return claimed;
}
