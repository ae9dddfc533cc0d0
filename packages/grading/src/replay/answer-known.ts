import type { EditScenario, Exercise } from '@dfm/contracts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { mountsCache } from '@dfm/dockerfile/syntax/mounts';
import type { BuildTrace } from '../evidence/evidence.ts';
import { repeatedSteps, type RebuildProgress, type RepeatedStep } from './repeated-steps.ts';
import { builtMs, identity, isOfUnknownCost } from './step-identity.ts';

/**
 * A step that took this long in the first build is worth stopping for: stopping takes some tenths of a second
 * itself.
 */
const costlyMs = 3_000;

export interface ReplayQuestion {
  exercise: Pick<Exercise, 'scenarios' | 'buildArgs'>;
  /** Ids of scenarios that a check measures by the image they make. */
  measuredScenarios: ReadonlySet<string>;
  scenario: EditScenario;
  dockerfile: Dockerfile;
  cold: BuildTrace;
  /** Lines of the steps that install packages. */
  installLines: ReadonlySet<number>;
}

/**
 * When a replay may be stopped because the rest of it cannot change the verdict.
 *
 * @returns undefined where it has to go to its end; otherwise a test to be asked as it goes on: true while a
 *   step runs again that took seconds in the first build, the scenario has already failed for that, and what
 *   the checks say of it is complete
 */
export function answerKnown(question: ReplayQuestion): ((progress: RebuildProgress) => boolean) | undefined {
  if (needsItsEnd(question)) return undefined;
  const { scenario, dockerfile, cold, installLines } = question;
  const costly = new Set(cold.steps.filter((step) => builtMs(step) >= costlyMs).map(identity));
  const cacheMounts = new Set(dockerfile.instructions.filter(mountsCache).map(({ startLine }) => startLine));
  const installs = ({ first }: RepeatedStep) => first.line !== undefined && installLines.has(first.line);
  return (progress) => {
    if (!progress.running.some((step) => costly.has(identity(step)))) return false;
    // A cache mount outlives its step: what a stopped one left half-written there, the next build would find.
    if (progress.running.some(({ line }) => line !== undefined && cacheMounts.has(line))) return false;
    const steps = repeatedSteps(cold.steps, progress, dockerfile);
    const again = steps.filter(({ state }) => state !== 'cached' && state !== 'unknown');
    // What is told of the time is what the step took when it was built, which is not known where it came from
    // an earlier run's cache.
    if (again.some((step) => isOfUnknownCost(step.first) && (step.state !== 'ran' || installs(step))))
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

function needsItsEnd({ exercise, measuredScenarios, scenario, dockerfile }: ReplayQuestion): boolean {
  const { id, expects, target, edits, buildArgs = {} } = scenario;
  // Whether what changed installs, and the layers of the image, are seen at the end alone.
  if (expects === 'deps-run' || expects === 'layers-shared' || measuredScenarios.has(id)) return true;
  // Another target has other steps than the first build; so may a Dockerfile that is edited, or one whose
  // bases are arguments.
  if (target !== undefined || edits.some(({ path }) => path === 'Dockerfile')) return true;
  if (
    dockerfile.stages.some(({ base }) => base.written.includes('$')) &&
    Object.keys({ ...exercise.buildArgs, ...buildArgs }).length > 0
  )
    return true;
  // Where nothing changed, a step runs because the cache lost it, and a later scenario finds what this one
  // put back.
  const changed = changesOf(scenario);
  return (
    changed.length === 0 ||
    laterScenarios(exercise, scenario).some((later) =>
      changesOf(later).some((change) => changed.includes(change)),
    )
  );
}

/** Those that are replayed after it with the cache it leaves. */
function laterScenarios({ scenarios }: Pick<Exercise, 'scenarios'>, scenario: EditScenario): EditScenario[] {
  if (scenario.cache !== 'own') return [];
  return scenarios
    .slice(scenarios.findIndex(({ id }) => id === scenario.id) + 1)
    .filter(({ cache }) => cache === 'own');
}

/** What differs from the first build: files and build arguments, by name. */
function changesOf({ edits, buildArgs = {} }: EditScenario): string[] {
  return [
    ...edits.map(({ path }) => `file ${path}`),
    ...Object.keys(buildArgs).map((name) => `argument ${name}`),
  ];
}
