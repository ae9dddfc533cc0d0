import type { GradeFiles } from '@dfm/course/check/check-content';
import type { RunnerEnv } from '../config/env.ts';
import { executeRun } from '../runs/run.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

/**
 * Grades with the sandboxes of a pool, as a learner's run would be, but with every alternative that a run
 * draws one of.
 *
 * @param onFault told the cause when a run ended by a fault of the platform
 */
export function sandboxGrader(
  pool: SandboxPool,
  limits: RunnerEnv,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): GradeFiles {
  let runs = 0;
  return (exercise, files, { learnerKey, next, replays }) => {
    runs += 1;
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
      { pool, limits, onEvent: () => {}, onFault, signal },
    );
  };
}
