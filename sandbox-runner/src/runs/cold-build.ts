import type { ContextFile } from '@dfm/contracts';
import type { BuildTrace } from '@dfm/grading';
import { buildPhase } from './build-phase.ts';
import type { PhaseOutcome } from './outcome.ts';
import type { RunScope } from './run-scope.ts';

/** The first build of the run, with whatever the learner's own sandbox has cached. */
export function coldBuild(scope: RunScope, files: readonly ContextFile[]): Promise<PhaseOutcome<BuildTrace>> {
  const seconds = Math.min(scope.exercise.limits.coldBuildSeconds, scope.limits.RUN_COLD_BUILD_SECONDS);
  return buildPhase(scope, { build: 'cold', phase: 'cold-build', files, deadline: AbortSignal.timeout(seconds * 1000), limit: `cold build of ${seconds} s` });
}
