import type { ContextFile } from '@dfm/contracts';
import { lineOfStep } from '@dfm/dockerfile/syntax/line-of-step';
import { type BuildTrace } from '@dfm/grading';
import { readStoredManifest } from '@dfm/image/archive/stored-image';
import { contextSent } from '../bounded/learner-work.ts';
import type { StopRule } from '../engine/build-stop.ts';
import { TraceRecorder, type StepChange } from '../engine/build-trace.ts';
import { buildImage, type BuildOutcome, type BuildRequest } from '../engine/build.ts';
import { type ImageFacts, imageReferences, inspectImage } from '../engine/images.ts';
import { done, ended, type EarlyEnd, type PhaseOutcome } from '../submission/outcome.ts';
import { explainBuildFailure, isPlatformFault } from './build-failure.ts';
import { engineFault, startFault } from './engine-fault.ts';
import type { UntimedEvent } from './event-sink.ts';
import { limitReached, requireUninterrupted } from './limit-reached.ts';
import { imageTag, type RunScope } from './run-scope.ts';

export interface BuildPlan {
  /** `cold` or the scenario's ID. */
  build: string;
  phase: 'cold-build' | 'replay';
  /** Before .dockerignore. */
  files: readonly ContextFile[];
  buildArgs: Readonly<Record<string, string>>;
  /** Name of the stage to build instead of the last. */
  target?: string | undefined;
  /** Reference of the image whose record of steps may be used as a cache. */
  cacheFrom?: string;
  /** Duration, by line, of a cached step whose result existed before the learner's first build. */
  builtBefore?: (line: number | undefined) => number | undefined;
  /** Stops the build once its answer is known. Default: it runs to its end. */
  isAnswered?: StopRule['isAnswered'] | undefined;
  /** Ends the build when the phase's time is up. */
  deadline: AbortSignal;
  /** The same as text, such as `cold build of 300 s`. */
  limit: string;
}

/** Maximum output kept of one build. */
const logCapBytes = 256 * 1024;

/**
 * Builds and reports each step and its output as they happen. A build that fails because of a platform fault
 * is repeated once. Steps that are complete are cached by then, but count as having run.
 *
 * @throws PlatformError `sandbox-failed` if it fails because of a platform fault again
 */
export async function buildPhase(scope: RunScope, plan: BuildPlan): Promise<PhaseOutcome<BuildTrace>> {
  scope.signal.throwIfAborted();
  const tag = imageTag(scope.runId, plan.build);
  const sent = await contextSent(plan.files, scope.signal);
  const watched = scope.secrets.watch();
  const time = phaseTime(plan.deadline);
  const { outcome, totalMs } = await buildWithRetry(scope, {
    dockerfile: sent.dockerfile,
    files: sent.files,
    buildArgs: plan.buildArgs,
    secrets: watched.secrets,
    target: plan.target,
    cacheFrom: plan.cacheFrom,
    tag,
    lineOf: (stage, index, count) => lineOfStep(scope.dockerfile, stage, index, count),
    logCapBytes,
    stop: plan.isAnswered && {
      isAnswered: plan.isAnswered,
      containers: () => scope.sandbox.containers(),
      onStop: () => time.waitForStop(),
    },
    onStep: (change) => scope.emit(stepEvent(plan, change)),
    onLog: ({ key, stream, text }) => {
      watched.printed(key, text);
      scope.emit({ type: 'log', source: plan.phase, key, stream, text });
    },
    signal: AbortSignal.any([scope.signal, time.signal]),
  });
  watched.ended(outcome.steps);
  if (outcome.kind === 'aborted' && time.isStopping) {
    scope.signal.throwIfAborted();
    throw engineFault(`the build ${tag} did not stop within ${stoppingMs} ms`);
  }
  if (outcome.kind === 'stopped')
    return done({
      build: plan.build,
      totalMs,
      steps: outcome.steps,
      layers: [],
      unfinished: outcome.unfinished,
    });
  if (outcome.kind !== 'built') return earlyEndOf(scope, plan, outcome);
  const image = await inspectImage(scope.engine, tag);
  if (image === undefined) throw engineFault(`the image ${tag} is missing right after its build`);
  return done({
    build: plan.build,
    totalMs,
    steps: outcome.steps.map((step) => ({ ...step, ...courseTime(plan, step.line, step.cached) })),
    layers: await layersOf(scope, image),
  });
}

/** Builds, and once more after an error in our runner. The time of the step that failed does not count. */
async function buildWithRetry(
  scope: RunScope,
  request: BuildRequest,
): Promise<{ outcome: BuildOutcome; totalMs: number }> {
  const trace = new TraceRecorder(request.lineOf);
  const outcome = await buildImage(scope.engine, request, trace);
  const fault = await platformFault(scope, outcome);
  if (fault === undefined) return { outcome, totalMs: outcome.ms };
  scope.notice(`${fault.location} failed because of an error in our runner, so we tried again.`);
  trace.repeat();
  const repeated = await buildImage(scope.engine, request, trace);
  const again = await platformFault(scope, repeated);
  if (again !== undefined) throw startFault(`${fault.detail}\nand again: ${again.detail}`);
  return { outcome: repeated, totalMs: outcome.ms + repeated.ms - fault.ms };
}

function stepEvent(plan: BuildPlan, { key, stage, name, line, state, ms }: StepChange): UntimedEvent {
  return {
    type: 'step',
    build: plan.build,
    key,
    stage,
    name,
    state,
    ...(line === undefined ? {} : { line }),
    ...(ms === undefined ? {} : { ms }),
    ...courseTime(plan, line, state === 'cached'),
  };
}

function courseTime(
  { builtBefore }: BuildPlan,
  line: number | undefined,
  isCached: boolean,
): { courseMs?: number } {
  const courseMs = isCached ? builtBefore?.(line) : undefined;
  return courseMs === undefined ? {} : { courseMs };
}

/**
 * Layers of an image, starting with the base's. Layers that were built here are stored uncompressed; a base's
 * may be compressed.
 */
async function layersOf(
  { sandbox, signal }: RunScope,
  { id, diffIds }: ImageFacts,
): Promise<BuildTrace['layers']> {
  try {
    const { layers } = await readStoredManifest(sandbox.images, id, signal);
    return diffIds.map((diffId, index) => ({ diffId, bytes: layers[index]?.size ?? 0 }));
  } catch (error) {
    signal.throwIfAborted();
    throw engineFault(`the manifest of ${id}: ${String(error)}`, error);
  }
}

/** How long an engine may take to end a build after the request to stop it. */
const stoppingMs = 30_000;

/**
 * The time of a build. It is up at the phase's deadline, unless the build is already being stopped because
 * its answer is known.
 */
function phaseTime(deadline: AbortSignal) {
  const over = new AbortController();
  const end = () => over.abort();
  if (deadline.aborted) end();
  deadline.addEventListener('abort', end, { once: true });
  let isStopping = false;
  return {
    signal: over.signal,
    get isStopping() {
      return isStopping;
    },
    waitForStop() {
      isStopping = true;
      deadline.removeEventListener('abort', end);
      setTimeout(end, stoppingMs).unref();
    },
  };
}

interface BuildFault {
  /** Where it happened, as the start of a sentence. */
  location: string;
  /** Duration of the failed step. */
  ms: number;
  /** For the operator's log. */
  detail: string;
}

/**
 * The platform fault that ended a build, if any. If the learner's work reached a limit of the sandbox, that
 * takes precedence.
 */
async function platformFault(scope: RunScope, outcome: BuildOutcome): Promise<BuildFault | undefined> {
  if (outcome.kind !== 'failed' || !isPlatformFault(outcome)) return undefined;
  if ((await limitReached(scope.sandbox)) !== undefined) return undefined;
  const { vertex, logTail, steps } = outcome;
  const failed = steps.find(({ digest }) => digest === vertex?.digest);
  return {
    location: vertex?.line === undefined ? 'A step' : `Line ${vertex.line}`,
    ms: failed?.ms ?? 0,
    detail: `${vertex?.name}: ${vertex?.error}\n${logTail}`,
  };
}

async function earlyEndOf(
  scope: RunScope,
  plan: BuildPlan,
  outcome: Exclude<BuildOutcome, { kind: 'built' | 'stopped' }>,
): Promise<EarlyEnd> {
  scope.signal.throwIfAborted();
  const { phase, limit } = plan;
  const { logTail } = outcome;
  const line = outcome.kind === 'failed' ? outcome.vertex?.line : outcome.line;
  const at = line === undefined ? { phase, logTail } : { phase, logTail, line };
  const limited = await limitReached(scope.sandbox);
  if (limited !== undefined)
    return ended(limited.status, {
      ...at,
      limit: limited.limit,
      message: line === undefined ? limited.message : `Line ${line}: ${limited.message}`,
    });
  if (outcome.kind === 'failed')
    return ended('build-failed', {
      phase,
      logTail,
      ...explainBuildFailure(outcome, scope.dockerfile, await imageReferences(scope.engine)),
    });
  requireUninterrupted(scope.sandbox);
  const still = line === undefined ? '' : `, and was still at line ${line}`;
  return ended('timed-out', {
    ...at,
    limit,
    message: `The build exceeded its time limit (${limit})${still}. Look for a step that waits, prompts for input or downloads too much.`,
  });
}
