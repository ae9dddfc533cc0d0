import type { EditScenario, ReplayResult, ReplayStep } from '@dfm/contracts';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import { stageChain } from '@dfm/dockerfile/syntax/stages';
import type { BuildTrace, ReplayTrace, TraceStep } from '../evidence/evidence.ts';
import { repeatedSteps } from './repeated-steps.ts';
import { builtMs, identity, isFrom } from './step-identity.ts';

/** The cache hits and misses of one rebuild. */
export interface CacheVerdict extends ReplayResult {
  expects: EditScenario['expects'];
  /**
   * Bytes of layers that the image of the cold build does not have, which a push or pull has to transfer.
   * Undefined if the rebuild was stopped.
   */
  newBytes: number | undefined;
  /** Only if the rebuild was stopped: duration and bytes of each line in the first build. */
  firstBuild: ReadonlyMap<number | undefined, { ms: number; bytes: number }> | undefined;
}

/**
 * Compares a rebuild after an edit with the cold build before it.
 *
 * @param layerLines Dockerfile line of each layer of the image of the cold build, from `attributeLayers`.
 *   Unless the scenario has a target, both images have the same instructions
 */
export function cacheVerdict(
  cold: BuildTrace,
  replay: ReplayTrace,
  dockerfile: Dockerfile,
  scenario: EditScenario,
  layerLines: readonly (number | undefined)[],
): CacheVerdict {
  const known = new Set(cold.layers.map((layer) => layer.diffId));
  const bytesOfLine = new Map<number | undefined, number>();
  let newBytes = 0;
  const linesOfLayers =
    scenario.target === undefined ? layerLines : linesOfTarget(dockerfile, scenario.target);
  for (const [index, layer] of replay.layers.entries()) {
    if (known.has(layer.diffId)) continue;
    const line = linesOfLayers[linesOfLayers.length - replay.layers.length + index];
    bytesOfLine.set(line, (bytesOfLine.get(line) ?? 0) + layer.bytes);
    newBytes += layer.bytes;
  }
  const { unfinished } = replay;
  const repeated =
    unfinished === undefined ? [] : unfinishedSteps(cold, replay.steps, unfinished, dockerfile);
  const ordered = inDockerfileOrder([...replay.steps, ...repeated.map(({ step }) => step)]);
  const firstMs = new Map(repeated.map(({ step, firstBuildMs }) => [step, firstBuildMs]));
  const doneBefore = new Set(cold.steps.map(identity));
  const miss = ordered.find((step) => !step.cached && !isFrom(step) && doneBefore.has(identity(step)));
  return {
    scenario: scenario.id,
    title: scenario.title,
    expects: scenario.expects,
    totalMs: replay.totalMs,
    firstMissLine: miss?.line,
    newBytes: unfinished === undefined ? newBytes : undefined,
    firstBuild: unfinished === undefined ? undefined : byLine(cold, layerLines),
    ...(unfinished === undefined
      ? {}
      : { stopped: { repeatsMs: repeated.reduce((sum, { firstBuildMs }) => sum + firstBuildMs, 0) } }),
    steps: stepResults(ordered, ({ cached }) => !cached, bytesOfLine).map((result, index) => {
      const firstBuildMs = firstMs.get(ordered[index]!);
      return firstBuildMs === undefined ? result : { ...result, firstBuildMs };
    }),
  };
}

/** The steps that a stopped rebuild was running or was certain to run, with their duration in the cold build. */
function unfinishedSteps(
  cold: BuildTrace,
  completed: readonly TraceStep[],
  running: readonly TraceStep[],
  dockerfile: Dockerfile,
): { step: TraceStep; firstBuildMs: number }[] {
  return repeatedSteps(cold.steps, { completed, running }, dockerfile).flatMap(({ first, state, now }) => {
    if (state !== 'running' && state !== 'will-run') return [];
    return [{ step: now ?? { ...first, cached: false, ms: 0 }, firstBuildMs: builtMs(first) }];
  });
}

function byLine(
  cold: BuildTrace,
  layerLines: readonly (number | undefined)[],
): ReadonlyMap<number | undefined, { ms: number; bytes: number }> {
  return new Map(
    coldResult(cold, layerLines).steps.map(({ line, ms, courseMs = ms, bytes }) => [
      line,
      { ms: courseMs, bytes },
    ]),
  );
}

/** The lines that create the layers of the image of a different target, in order, without those of the base. */
function linesOfTarget(dockerfile: Dockerfile, target: string): number[] {
  const stage = dockerfile.stages.findLast(({ name }) => name === target);
  return stageChain(dockerfile, stage).flatMap(({ instructions }) =>
    instructions.filter(({ keyword }) => factsOf(keyword).step).map(({ startLine }) => startLine),
  );
}

/**
 * The cold build in the form of a replay. Every layer counts as new unless it belongs to the base or came
 * from the cache of an earlier run.
 */
export function coldResult(cold: BuildTrace, layerLines: readonly (number | undefined)[]): ReplayResult {
  const bytesOfLine = new Map<number | undefined, number>();
  for (const [index, { bytes }] of cold.layers.entries()) {
    const line = layerLines[index];
    bytesOfLine.set(line, (bytesOfLine.get(line) ?? 0) + bytes);
  }
  const isBuilt = ({ cached, courseMs }: TraceStep) => !cached || courseMs !== undefined;
  return {
    scenario: 'cold',
    title: 'First build',
    totalMs: cold.totalMs,
    steps: stepResults(inDockerfileOrder(cold.steps), isBuilt, bytesOfLine),
  };
}

/**
 * Steps with their bytes. A line has several for `COPY --link`, and its bytes are those of the first that was
 * built.
 */
function stepResults(
  steps: readonly TraceStep[],
  isBuilt: (step: TraceStep) => boolean,
  bytesOfLine: ReadonlyMap<number | undefined, number>,
): ReplayStep[] {
  const firstBuilt = new Map(
    steps
      .filter(isBuilt)
      .toReversed()
      .map((step) => [step.line, step]),
  );
  return steps.map((step) => {
    const { line, stage, name, cached, ms, courseMs } = step;
    const hasBytes = line !== undefined && firstBuilt.get(line) === step;
    return {
      ...(line === undefined ? {} : { line }),
      stage,
      name,
      cached,
      ms,
      bytes: hasBytes ? (bytesOfLine.get(line) ?? 0) : 0,
      ...(courseMs === undefined ? {} : { courseMs }),
    };
  });
}

/**
 * Sorted because BuildKit reports steps as they complete, and builds stages in parallel. A `COPY --link` is
 * followed by the step that puts its layer on top of the others, which BuildKit may report before it.
 */
function inDockerfileOrder(steps: readonly TraceStep[]): TraceStep[] {
  const lineOf = ({ line }: TraceStep) => line ?? Number.MAX_SAFE_INTEGER;
  const isLink = ({ name }: TraceStep) => Number(name.startsWith('LINK '));
  return steps.toSorted((a, b) => lineOf(a) - lineOf(b) || isLink(a) - isLink(b));
}
