import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { traceRun } from '../telemetry/site-traces.ts';
import { state, transition } from './transition.ts';

/**
 * Ends a learner's practice run that has not ended. A runner at work on it learns so by its next heartbeat.
 * Safe to repeat.
 *
 * @throws PlatformError `not-found` (also for another learner's run), `conflict` when its verdict is there
 *   already
 */
export async function cancel(learnerId: string, runId: string): Promise<void> {
  const cancelled = await transition({
    set: Prisma.sql`state = ${state('cancelled')}, finished_at = now()`,
    where: Prisma.sql`id = ${runId} AND learner_id = ${learnerId} AND kind = 'practice' AND state IN ('queued', 'running')`,
    events: [{ type: 'cancelled' }],
  });
  if (cancelled) {
    siteMetrics().ended.inc({ kind: cancelled.kind, outcome: 'cancelled' });
    traceRun({
      runId,
      name: 'run',
      parent: 'none',
      startMs: Date.now() - cancelled.queuedMs,
      attributes: {
        'dfm.kind': cancelled.kind,
        'dfm.exercise': cancelled.exercise,
        'dfm.outcome': 'cancelled',
      },
    });
    log.info({ runId }, 'run cancelled');
    return;
  }
  const run = await db().run.findFirst({
    where: { id: runId, learnerId, kind: 'practice' },
    select: { state: true },
  });
  if (!run) throw new PlatformError('not-found', 'There is no such run.');
  if (run.state === 'done')
    throw new PlatformError('conflict', 'The run has ended already. Its verdict is on this page.');
}
