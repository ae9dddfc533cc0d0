import type { EditScenario, Exercise } from '@dfm/contracts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { mountsCache } from '@dfm/dockerfile/syntax/mounts';
import type { BuildTrace } from '../evidence/evidence.ts';
import { repeatedSteps, type RebuildProgress, type RepeatedStep } from './repeated-steps.ts';
import { builtMs, identity, hasUnknownDuration } from './step-identity.ts';

/**
 * Minimum duration of a step in the first build that is worth stopping for. Stopping itself takes some tenths
 * of a second.
 */
const minStoppedMs = 3_000;

export interface ReplayQuestion {
  exercise: Pick<Exercise, 'scenarios' | 'buildArgs'>;
  /** Ids of scenarios whose images are measured by a check. */
  measuredScenarios: ReadonlySet<string>;
  scenario: EditScenario;
  dockerfile: Dockerfile;
  cold: BuildTrace;
  /** Lines of the steps that install packages. */
  installLines: ReadonlySet<number>;
}

/**
 * Decides when a replay can be stopped because the rest of it cannot change the verdict.
 *
 * @returns undefined if the replay must be completed. Otherwise a predicate to call during the replay, which
 *   is true while a step that took seconds in the first build is running again, the scenario has already
 *   failed because of it, and the checks have everything they report
 */
export function answerKnown(question: ReplayQuestion): ((progress: RebuildProgress) => boolean) | undefined {
  if (mustComplete(question)) return undefined;
  const { scenario, dockerfile, cold, installLines } = question;
  const costly = new Set(cold.steps.filter((step) => builtMs(step) >= minStoppedMs).map(identity));
  const cacheMounts = new Set(dockerfile.instructions.filter(mountsCache).map(({ startLine }) => startLine));
  const installs = ({ first }: RepeatedStep) => first.line !== undefined && installLines.has(first.line);
  return (progress) => {
    if (!progress.running.some((step) => costly.has(identity(step)))) return false;
    // A cache mount outlives its step, so the next build would find whatever a stopped step left half-written
    // there.
    if (progress.running.some(({ line }) => line !== undefined && cacheMounts.has(line))) return false;
    const steps = repeatedSteps(cold.steps, progress, dockerfile);
    const again = steps.filter(({ state }) => state !== 'cached' && state !== 'unknown');
    // The reported time is that of the first build, which is not known if the step came from the cache of an
    // earlier run.
    if (again.some((step) => hasUnknownDuration(step.first) && (step.state !== 'ran' || installs(step))))
      return false;
    const unknown = steps.filter(({ state }) => state === 'unknown');
    if (scenario.expects === 'all-cached') return unknown.length === 0;
    const firstMiss = Math.min(...again.map(({ first }) => first.line ?? Infinity));
    return (
      again.some(installs) &&
      !unknown.some((step) => installs(step) || (step.first.line ?? Infinity) < firstMiss)
    );
  };
}

function mustComplete({ exercise, measuredScenarios, scenario, dockerfile }: ReplayQuestion): boolean {
  const { id, expects, target, edits, buildArgs = {} } = scenario;
  // Whether the changed packages install, and the layers of the image, are known only at the end.
  if (expects === 'deps-run' || expects === 'layers-shared' || measuredScenarios.has(id)) return true;
  // A different target has different steps than the first build. So may an edited Dockerfile, or one whose
  // base images are arguments.
  if (target !== undefined || edits.some(({ path }) => path === 'Dockerfile')) return true;
  if (
    dockerfile.stages.some(({ base }) => base.written.includes('$')) &&
    Object.keys({ ...exercise.buildArgs, ...buildArgs }).length > 0
  )
    return true;
  // If nothing changed, a step runs because it is no longer in the cache, and a later scenario would find
  // what this one adds to the cache again.
  const changed = changesOf(scenario);
  return (
    changed.length === 0 ||
    laterScenarios(exercise, scenario).some((later) =>
      changesOf(later).some((change) => changed.includes(change)),
    )
  );
}

/** Scenarios that are replayed later with the cache that this one leaves. */
function laterScenarios({ scenarios }: Pick<Exercise, 'scenarios'>, scenario: EditScenario): EditScenario[] {
  if (scenario.cache !== 'own') return [];
  return scenarios
    .slice(scenarios.findIndex(({ id }) => id === scenario.id) + 1)
    .filter(({ cache }) => cache === 'own');
}

/** The differences from the first build: files and build arguments, by name. */
function changesOf({ edits, buildArgs = {} }: EditScenario): string[] {
  return [
    ...edits.map(({ path }) => `file ${path}`),
    ...Object.keys(buildArgs).map((name) => `argument ${name}`),
  ];
}
