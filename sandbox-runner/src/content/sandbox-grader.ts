import type { GradeFiles } from '@dfm/course/check/check-content';
import type { RunnerEnv } from '../config/env.ts';
import { executeRun } from '../runs/run.ts';
import type { SandboxPool } from '../sandbox/pool.ts';

/**
 * Grades with the sandboxes of a pool, like a learner's run, but with all alternatives of which a run draws
 * one.
 *
 * @param onFault called with the cause when a run fails because of the platform
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
