import 'server-only';
import type { ResultDocument } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { ungraded } from '@dfm/grading';
import { contentRoot } from '../content/content-root.ts';
import { Prisma, db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { finish } from './report.ts';
import { isCurrent, state, transition } from './transition.ts';

interface Lost {
  id: string;
  fence: number;
  attempts: number;
  exercise: string;
  runningMs: number;
}

/**
 * Takes runs away from runners that fell silent: back into the queue, at the place they had, or after
 * RUN_ATTEMPTS_MAX to an end that counts for nothing. Several sites may sweep at once; each step is
 * conditional on the attempt it saw.
 *
 * @returns how many were given back and how many ended
 */
export async function sweep(): Promise<{ requeued: number; ended: number }> {
  const { RUN_HEARTBEAT_TIMEOUT_SECONDS: timeoutSeconds, RUN_ATTEMPTS_MAX: attemptsMax } = env();
  const lost = await db().$queryRaw<Lost[]>`
    SELECT id, fence, attempts, exercise, (extract(epoch FROM now() - started_at) * 1000)::float8 AS "runningMs"
    FROM run WHERE state = 'running' AND heartbeat_at < now() - make_interval(secs => ${timeoutSeconds}::float8)`;
  const counts = { requeued: 0, ended: 0 };
  for (const run of lost)
    await giveBackOrEnd(run).catch((error: unknown) =>
      log.error({ err: error, runId: run.id }, 'a lost run could be neither given back nor ended'),
    );
  return counts;

  async function giveBackOrEnd(run: Lost): Promise<void> {
    const isSilent = Prisma.sql`${isCurrent(run.id, run.fence)} AND heartbeat_at < now() - make_interval(secs => ${timeoutSeconds}::float8)`;
    if (run.attempts < attemptsMax) {
      const given = await transition({
        set: Prisma.sql`state = ${state('queued')}, heartbeat_at = now(), started_at = NULL`,
        where: isSilent,
        events: [
          {
            type: 'retry',
            attempt: run.attempts + 1,
            message: `The runner at work on this stopped answering. The run starts again: attempt ${run.attempts + 1} of ${attemptsMax}.`,
          },
          { type: 'phase', phase: 'queued', state: 'started' },
        ],
      });
      if (given) {
        counts.requeued += 1;
        siteMetrics().requeued.inc();
        log.warn({ runId: run.id, fence: run.fence }, 'the runner fell silent; run queued again');
      }
    } else {
      await finish(run.id, { fence: run.fence, result: await lostForGood(run) }, isSilent).then(
        () => (counts.ended += 1),
        ignoreStale,
      );
    }
  }
}

/** A runner that reported at the last moment won; the run is its again. */
function ignoreStale(error: unknown): void {
  if ((error as { code?: unknown }).code !== 'stale-fence') throw error;
}

async function lostForGood(run: Lost): Promise<ResultDocument> {
  const ended = {
    status: 'infrastructure' as const,
    failure: {
      phase: 'sandbox' as const,
      message: `The runner at work on this stopped answering ${run.attempts} times. This is a fault of ours and does not count as an attempt. Run it again; if it happens once more, tell your instructor.`,
    },
    timings: { totalMs: run.runningMs },
  };
  const loaded = await loadExercise(contentRoot(), run.exercise).catch((error: unknown) =>
    log.error({ err: error, exercise: run.exercise }, 'the exercise of a lost run cannot be loaded'),
  );
  return loaded ? ungraded({ exercise: loaded.exercise, ...ended }) : withoutExercise(run, ended);
}

/** The end of a run whose exercise is gone or broken: that may be why no runner could be given it. */
function withoutExercise(
  { exercise }: Lost,
  ended: Pick<ResultDocument, 'status' | 'failure' | 'timings'>,
): ResultDocument {
  const none = { score: 0, max: 0 };
  return {
    version: 1,
    exercise,
    passed: false,
    score: 0,
    headline: ended.failure?.message ?? '',
    axes: { build: none, size: none, cache: none, security: none, runtime: none },
    checks: [],
    replay: [],
    notices: [],
    ...ended,
  };
}
