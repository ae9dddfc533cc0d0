import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import { loadTask } from '@dfm/course/exercises';
import { ungraded } from '@dfm/grading';
import { contentOf } from '../content/versions.ts';
import { Prisma, db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { finish } from './report.ts';
import { resultWithoutExercise } from './result-without-exercise.ts';
import { isCurrent, state, transition } from './transition.ts';

interface Lost {
  id: string;
  fence: number;
  attempts: number;
  exercise: string;
  content: string | null;
  runningMs: number;
}

/**
 * Takes runs away from runners that have stopped reporting. A run goes back to its previous position in the
 * queue, or after RUN_ATTEMPTS_MAX ends without counting as an attempt. Several sites may sweep at once,
 * because each step applies only to the attempt that it saw.
 *
 * @returns the numbers of requeued and ended runs
 */
export async function sweep(): Promise<{ requeued: number; ended: number }> {
  const { RUN_HEARTBEAT_TIMEOUT_SECONDS: timeoutSeconds, RUN_ATTEMPTS_MAX: attemptsMax } = env();
  const lost = await db().$queryRaw<Lost[]>`
    SELECT id, fence, attempts, exercise, content, (extract(epoch FROM now() - started_at) * 1000)::float8 AS "runningMs"
    FROM run WHERE state = 'running' AND heartbeat_at < now() - make_interval(secs => ${timeoutSeconds}::float8)`;
  const counts = { requeued: 0, ended: 0 };
  for (const run of lost)
    await requeueOrEnd(run).catch((error: unknown) =>
      log.error({ err: error, runId: run.id }, 'cannot requeue or end a lost run'),
    );
  return counts;

  async function requeueOrEnd(run: Lost): Promise<void> {
    const isSilent = Prisma.sql`${isCurrent(run.id, run.fence)} AND heartbeat_at < now() - make_interval(secs => ${timeoutSeconds}::float8)`;
    if (run.attempts < attemptsMax) {
      const requeued = await transition({
        set: Prisma.sql`state = ${state('queued')}, heartbeat_at = now(), started_at = NULL`,
        where: isSilent,
        events: [
          {
            type: 'retry',
            attempt: run.attempts + 1,
            message: `The runner of this run stopped responding. The run starts again: attempt ${run.attempts + 1} of ${attemptsMax}.`,
          },
          { type: 'phase', phase: 'queued', state: 'started' },
        ],
      });
      if (requeued) {
        counts.requeued += 1;
        siteMetrics().requeued.inc();
        log.warn({ runId: run.id, fence: run.fence }, 'the runner stopped responding; run queued again');
      }
    } else {
      await finish(run.id, { fence: run.fence, result: await resultOfLostRun(run) }, isSilent).then(
        () => (counts.ended += 1),
        ignoreStale,
      );
    }
  }
}

/** The runner reported at the last moment, so it keeps the run. */
function ignoreStale(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'stale-fence') throw error;
}

async function resultOfLostRun(run: Lost): Promise<ResultDocument> {
  const ended = {
    status: 'infrastructure' as const,
    failure: {
      phase: 'sandbox' as const,
      message: `Our runner reported no result, ${run.attempts} times in a row: it stopped responding, or the site refused what it reported. This run is not counted. Run it again. If it happens again, tell your instructor.`,
    },
    timings: { totalMs: run.runningMs },
  };
  const load = async () => loadTask((await contentOf(run.content)).folder, run.exercise);
  const loaded = await load().catch((error: unknown) =>
    log.error({ err: error, exercise: run.exercise }, 'cannot load the exercise of a lost run'),
  );
  return loaded
    ? ungraded({ exercise: loaded.exercise, ...ended })
    : resultWithoutExercise(run.exercise, ended);
}
