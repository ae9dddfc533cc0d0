import 'server-only';
import type { OutputsRequest } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import { storable } from '../db/storable.ts';
import { log } from '../platform/log.ts';
import { finish, staleFence } from './report.ts';
import { resultWithoutExercise } from './result-without-exercise.ts';
import { ends, isCurrent, state, transition } from './transition.ts';

/**
 * Writes what the commands of a lesson did, once, and only for the current attempt.
 *
 * @throws PlatformError `stale-fence` if a different attempt is current, or the run has ended or does not
 *   exist
 */
export async function finishCommands(runId: string, { fence, outputs }: OutputsRequest): Promise<void> {
  if ('fault' in outputs) return finishFailed(runId, fence, outputs.fault);
  const ended = await transition({
    set: Prisma.sql`state = ${state('done')}, ${ends}, outputs = ${JSON.stringify(storable(outputs))}::jsonb`,
    where: isCurrent(runId, fence),
    events: [],
  });
  if (!ended) throw staleFence();
  log.info({ runId, fence, problems: outputs.problems.length }, 'commands ended');
}

async function finishFailed(runId: string, fence: number, message: string): Promise<void> {
  const run = await db().run.findUnique({
    where: { id: runId },
    select: { exercise: true, startedAt: true },
  });
  if (!run) throw staleFence();
  const result = resultWithoutExercise(run.exercise, {
    status: 'infrastructure',
    failure: { phase: 'sandbox', message },
    timings: { totalMs: Date.now() - (run.startedAt?.getTime() ?? Date.now()) },
  });
  await finish(runId, { fence, result });
}
