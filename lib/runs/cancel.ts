import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { traceRun } from '../telemetry/site-traces.ts';
import { ends, state, transition } from './transition.ts';

/**
 * Cancels a learner's practice run if it has not ended. A runner that is executing it is informed with its
 * next heartbeat. Safe to repeat.
 *
 * @throws PlatformError `not-found` (also for another learner's run), `conflict` if it already has a verdict
 */
export async function cancel(learnerId: string, runId: string): Promise<void> {
  const cancelled = await transition({
    set: Prisma.sql`state = ${state('cancelled')}, ${ends}`,
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
    throw new PlatformError('conflict', 'The run has already ended. Its verdict is on this page.');
}
