import type { ContextFile } from '@dfm/contracts';
import type { BuildTrace } from '@dfm/grading';
import { coldBuildArgs } from '../submission/cold-build-args.ts';
import type { PhaseOutcome } from '../submission/outcome.ts';
import { buildPhase } from './build-phase.ts';
import type { RunScope } from './run-scope.ts';

/**
 * The first build of the run, with the cache of the learner's own sandbox, which contains results of earlier
 * runs and of the course's layers.
 */
export function coldBuild(scope: RunScope, files: readonly ContextFile[]): Promise<PhaseOutcome<BuildTrace>> {
  const seconds = Math.min(scope.exercise.limits.coldBuildSeconds, scope.limits.RUN_COLD_BUILD_SECONDS);
  return buildPhase(scope, {
    build: 'cold',
    phase: 'cold-build',
    files,
    buildArgs: coldBuildArgs(scope.exercise),
    builtBefore: (line) => courseMsOf(scope, line),
    deadline: AbortSignal.timeout(seconds * 1000),
    limit: `cold build of ${seconds} s`,
  });
}

/** Duration of a line's step when the course's layers were built; undefined if it is not one of them. */
function courseMsOf({ stepKeys, sandbox }: RunScope, line: number | undefined): number | undefined {
  const key = line === undefined ? undefined : stepKeys.get(line);
  return key === undefined ? undefined : sandbox.courseSteps.get(key);
}
