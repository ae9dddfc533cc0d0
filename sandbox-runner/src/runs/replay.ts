import type { ContextFile } from '@dfm/contracts';
import { answerKnown, measuredScenarios, type BuildTrace, type ReplayTrace } from '@dfm/grading';
import { forgetBuildCache } from '../engine/build-records.ts';
import { inspectImage } from '../engine/images.ts';
import { ownRepository } from '../shelf/registry-api.ts';
import { shelfRegistry } from '../shelf/server.ts';
import { done, type PhaseOutcome } from '../submission/outcome.ts';
import { applyEdits, scenarioBuildArgs } from './apply-edits.ts';
import { buildPhase } from './build-phase.ts';
import { engineFault } from './engine-fault.ts';
import { freshNonce } from './nonce.ts';
import { imageTag, type RunScope } from './run-scope.ts';

/**
 * Rebuilds once per edit scenario, one after another so that no build slows down the steps of another. Every
 * scenario edits the submission in its original state. A scenario whose edit does not fit the learner's files
 * is skipped, with a notice. Scenarios with a fresh builder come last, because for them the cache that the
 * others use is cleared.
 *
 * @param cold the first build, which they repeat
 * @param extent `until-answered` to stop a rebuild when the rest of it cannot change the verdict
 */
export async function replay(
  scope: RunScope,
  files: readonly ContextFile[],
  cold: BuildTrace,
  extent: 'until-answered' | 'whole',
): Promise<PhaseOutcome<ReplayTrace[]>> {
  const seconds = Math.min(scope.exercise.limits.replaySeconds, scope.limits.RUN_REPLAY_SECONDS);
  const deadline = AbortSignal.timeout(seconds * 1000);
  const traces: ReplayTrace[] = [];
  const nonce = freshNonce();
  const { scenarios, buildArgs } = scope.exercise;
  for (const scenario of [
    ...scenarios.filter(({ cache }) => cache === 'own'),
    ...scenarios.filter(({ cache }) => cache === 'pushed-image'),
  ]) {
    const edited = applyEdits(files, scenario.edits, nonce);
    if (edited.kind === 'not-applicable') {
      scope.notice(`“${scenario.title}” was not replayed: ${edited.message}`);
      continue;
    }
    const fromPushed = scenario.cache === 'pushed-image';
    if (fromPushed) await forgetBuildCache(scope.engine);
    const from = fromPushed ? { cacheFrom: await pushedImage(scope) } : {};
    const isAnswered =
      extent === 'whole'
        ? undefined
        : answerKnown({
            exercise: scope.exercise,
            measuredScenarios: measuredScenarios(scope.exercise.rubric),
            scenario,
            dockerfile: scope.dockerfile,
            cold,
            installLines: scope.installLines,
          });
    const outcome = await buildPhase(scope, {
      build: scenario.id,
      phase: 'replay',
      files: edited.files,
      buildArgs: scenarioBuildArgs(buildArgs, scenario, nonce),
      target: scenario.target,
      ...from,
      isAnswered,
      deadline,
      limit: `replays of ${seconds} s in total`,
    });
    if (outcome.kind === 'ended') return outcome;
    traces.push({ ...outcome.value, scenario: scenario.id });
  }
  return done(traces);
}

/** Reference of the first build's image in the sandbox's registry, as if it had been pushed. */
async function pushedImage({ engine, runId }: RunScope): Promise<string> {
  const tag = imageTag(runId, 'cold');
  const image = await inspectImage(engine, tag);
  if (image === undefined) throw engineFault(`the image ${tag} disappeared before it was replayed`);
  return `${shelfRegistry}/${ownRepository}@${image.id}`;
}
