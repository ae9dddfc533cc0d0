import type { ContextFile } from '@dfm/contracts';
import type { BuildTrace } from '@dfm/grading';
import { buildPhase } from './build-phase.ts';
import type { PhaseOutcome } from './outcome.ts';
import type { RunScope } from './run-scope.ts';

/** The first build of the run, with whatever the learner's own sandbox has cached. */
export function coldBuild(scope: RunScope, files: readonly ContextFile[]): Promise<PhaseOutcome<BuildTrace>> {
  const seconds = Math.min(scope.exercise.limits.coldBuildSeconds, scope.limits.RUN_COLD_BUILD_SECONDS);
  // Makes the image carry the record of its own steps.
  const pushed: Record<string, string> = scope.exercise.scenarios.some(({ cache }) => cache === 'pushed-image') ? { BUILDKIT_INLINE_CACHE: '1' } : {};
  return buildPhase(scope, { build: 'cold', phase: 'cold-build', files, buildArgs: { ...scope.exercise.buildArgs, ...pushed }, deadline: AbortSignal.timeout(seconds * 1000), limit: `cold build of ${seconds} s` });
}
