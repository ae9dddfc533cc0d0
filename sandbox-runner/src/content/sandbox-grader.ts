import type { GradeFiles } from '@dfm/course/check/check-content';
import type { RunnerEnv } from '../config/env.ts';
import { findNodeGpus, type SharedGpus } from '../gpu/node-gpus.ts';
import { needsGpu } from '../runs/phases.ts';
import { executeRun } from '../runs/run.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

/**
 * Grades with the sandboxes of a pool and the GPUs of this machine, like a learner's run, but with all
 * alternatives of which a run draws one.
 *
 * @param onFault called with the cause when a run fails because of the platform, and with the reason if this
 *   machine has a GPU that containers cannot use
 */
export function sandboxGrader(
  pool: SandboxPool,
  limits: RunnerEnv,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): GradeFiles {
  let runs = 0;
  let found: Promise<SharedGpus | undefined> | undefined;
  const nodeGpus = () => (found ??= findNodeGpus(limits, (why) => onFault(new Error(why))));
  return async (exercise, files, { learnerKey, next, replays }) => {
    runs += 1;
    const gpus = needsGpu(exercise) ? await nodeGpus() : undefined;
    return executeRun(
      {
        runId: `content-${process.pid}-${runs}`,
        learnerKey,
        exercise,
        files,
        sandboxAfter: next,
        draw: 'every',
        replays,
      },
      { pool, limits, gpus, onEvent: () => {}, onFault, signal },
    );
  };
}
