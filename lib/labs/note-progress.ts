import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { loadLab } from '@dfm/course/labs/load-lab';
import { contentOf } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { isCurrent } from '../terminals/session-state.ts';

interface LabSession {
  learnerId: string;
  lab: string | null;
  content: string | null;
  labStart: number;
}

/**
 * Stores how many steps of its lab are done in a session. Safe to repeat; a step that was done stays done.
 *
 * @param fence of the runner's claim
 * @param done number of steps, with those that were done before the session
 * @throws PlatformError `stale-fence` if the session is not with this claim; `bad-request` if it has no lab,
 *   or its lab has fewer steps
 */
export async function noteLabProgress(sessionId: string, fence: number, done: number): Promise<void> {
  const [session] = await db().$queryRaw<LabSession[]>`
    SELECT learner_id AS "learnerId", lab, content, lab_start AS "labStart" FROM terminal_session
    WHERE ${isCurrent(sessionId, fence)}`;
  if (!session) throw new PlatformError('stale-fence', 'This session is no longer with this runner. End it.');
  if (session.lab === null) throw new PlatformError('bad-request', 'This session has no lab.');
  const { folder } = await contentOf(session.content);
  const { steps } = (await loadLab(folder, session.lab)).lab;
  if (done > steps.length) throw new PlatformError('bad-request', 'The lab has fewer steps.');
  const ids = steps.slice(session.labStart, done).map(({ id }) => id);
  if (ids.length === 0) return;
  // In one statement, because the session may end, or get a different learner, in between.
  const stored = await db().$queryRaw<object[]>`
    WITH session AS (SELECT learner_id, lab FROM terminal_session WHERE ${isCurrent(sessionId, fence)} FOR SHARE),
    noted AS (
      INSERT INTO lab_step (learner_id, lab, step)
      SELECT learner_id, lab, step FROM session, unnest(${ids}::text[]) AS step
      ON CONFLICT DO NOTHING)
    SELECT FROM session`;
  if (stored.length === 0)
    throw new PlatformError('stale-fence', 'This session is no longer with this runner. End it.');
}
