import { LimitExceeded } from '@dfm/bounded/bounded-process';
import type { ContextFile, Exercise, ResultDocument, RunEvent } from '@dfm/contracts';
import { readSubmission, tooCostly } from '../bounded/learner-work.ts';
import type { SharedGpus } from '../gpu/node-gpus.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { done, type PhaseOutcome } from '../submission/outcome.ts';
import type { Reading } from '../submission/static-phase.ts';
import { removeRunTraces } from './cleanup.ts';
import type { Draw } from './drawn-plan.ts';
import { eventSink, type EmitEvent } from './event-sink.ts';
import { hideSecrets, inTexts } from './hide-secrets.ts';
import { limitBehind, requireUndisturbed } from './limit-reached.ts';
import {
  coldBuildPhase,
  containerPhase,
  imagePhase,
  needsGpu,
  replayPhase,
  startsContainers,
} from './phases.ts';
import { PhaseFailure, Pipeline, runPhase } from './pipeline.ts';
import type { RunLimits, RunScope } from './run-scope.ts';
import { RunSecrets } from './run-secrets.ts';
import { RunVerdict } from './run-verdict.ts';

export interface RunRequest {
  /** Lower-case letters, digits and hyphens, because it is used in names of images and networks. */
  runId: string;
  /** A sandbox is reused only for the same key. */
  learnerKey: string;
  exercise: Exercise;
  /** The complete build context, before .dockerignore. */
  files: readonly ContextFile[];
  /** Number of the attempt, which the site counts. */
  fence?: number;
  queuedMs?: number;
  /** `discard` if the learner's next run must start without this one's build cache. */
  sandboxAfter?: 'keep' | 'discard';
  /** `every` to check an exercise: all alternatives of which a run draws one. */
  draw?: Draw;
  /** `whole` for recordings, where no replay is stopped because its answer is known. */
  replays?: 'until-answered' | 'whole';
}

export interface RunEnvironment {
  pool: SandboxPool;
  limits: RunLimits;
  /** Absent on a node without GPUs. An exercise that needs one then gets a stand-in, which its result states. */
  gpus?: SharedGpus | undefined;
  onEvent: (event: RunEvent) => void;
  /** Called with the cause of every platform fault. */
  onFault: (error: unknown) => void;
  signal: AbortSignal;
}

/**
 * Grades a submission: static checks, cold build, replays, image analysis and run.
 *
 * @returns a result document for every outcome, including platform faults (status `infrastructure`)
 * @throws the signal's reason when it is aborted. In any case, only the learner's build cache is left of the
 *   run
 */
export async function executeRun(request: RunRequest, environment: RunEnvironment): Promise<ResultDocument> {
  const { signal, onFault } = environment;
  const emit = eventSink(environment.onEvent);
  const verdict = new RunVerdict(request.exercise, request.queuedMs, emit);
  try {
    signal.throwIfAborted();
    return hideSecrets(await readAndMeasure(request, environment, emit, verdict));
  } catch (error) {
    signal.throwIfAborted();
    const { phase, cause } = asPhaseFailure(error);
    onFault(cause);
    return hideSecrets(verdict.infrastructure(phase, cause));
  }
}

/** A failure outside the phases happened during grading, which reads the image's evidence. */
function asPhaseFailure(error: unknown): PhaseFailure {
  return error instanceof PhaseFailure ? error : new PhaseFailure('image', error);
}

async function readAndMeasure(
  request: RunRequest,
  environment: RunEnvironment,
  emit: EmitEvent,
  verdict: RunVerdict,
): Promise<ResultDocument> {
  const { runId, fence, exercise, files, learnerKey } = request;
  const { pool, signal } = environment;
  const observer = { ...verdict.observer(emit), learned: () => {} };
  const reading = await runPhase<object, Reading>(
    { name: 'static', timing: 'staticMs', work: () => readSubmission(exercise, files, signal) },
    {},
    observer,
  );
  if (reading.kind === 'ended') return verdict.early(reading);
  verdict.read(reading.value);
  for (;;) {
    const acquired = await runPhase<object, Sandbox>(
      {
        name: 'sandbox',
        timing: 'sandboxMs',
        work: async () => done(await pool.acquire(learnerKey, signal, { runId, fence })),
      },
      {},
      observer,
    );
    if (acquired.kind === 'ended') return verdict.early(acquired);
    const sandbox = acquired.value;
    verdict.engine = { version: sandbox.engineVersion, stampedAt: new Date().toISOString() };
    const scope = scopeOf(request, environment, reading.value, sandbox, emit, verdict);
    const result = await inSandbox(scope, request, environment, verdict);
    if (result !== 'filled-by-earlier-runs') return result;
    verdict.restart();
    verdict.notice(
      'The disk of your sandbox was full, and part of it held results of your earlier runs. We ran your files again in a new sandbox.',
    );
  }
}

function scopeOf(
  { runId, exercise }: RunRequest,
  { limits, signal }: RunEnvironment,
  { dockerfile, installLines, stepKeys, options }: Reading,
  sandbox: Sandbox,
  emit: EmitEvent,
  verdict: RunVerdict,
): RunScope {
  const secrets = new RunSecrets(exercise.secrets, sandbox, dockerfile);
  return {
    runId,
    exercise,
    dockerfile,
    installLines,
    stepKeys,
    options,
    sandbox,
    engine: sandbox.engine,
    secrets,
    limits,
    emit: (event) => emit(inTexts(event, (text) => secrets.canaries.hide(text))),
    notice: (message) => verdict.notice(message),
    signal,
  };
}

/**
 * Measures and grades in the acquired sandbox, and releases it.
 *
 * @returns `filled-by-earlier-runs` if the disk was full and this run is not the only one that wrote to it.
 *   Whatever the run's outcome was, it proves nothing, and the sandbox has been destroyed
 * @throws PhaseFailure
 */
async function inSandbox(
  scope: RunScope,
  request: RunRequest,
  environment: RunEnvironment,
  verdict: RunVerdict,
): Promise<ResultDocument | 'filled-by-earlier-runs'> {
  const { sandbox, signal } = scope;
  const hidden = async (result: Promise<ResultDocument>) =>
    inTexts(await result, (text) => scope.secrets.canaries.hide(text));
  let next: 'keep' | 'discard' = 'discard';
  try {
    const outcome = await measure(scope, request, environment, verdict);
    const result = await hidden(outcome.kind === 'ended' ? verdict.early(outcome) : verdict.grade(signal));
    await requireUndisturbed(sandbox);
    if (await isFilledByEarlierRuns(environment, sandbox)) return 'filled-by-earlier-runs';
    if (await isReusable(scope, request, result)) {
      const scenarios = scope.exercise.scenarios.map(({ id }) => id);
      await removeRunTraces(scope.engine, scope.runId, ['cold', ...scenarios]);
      next = 'keep';
    }
    return result;
  } catch (error) {
    signal.throwIfAborted();
    const { phase, cause } = asPhaseFailure(error);
    if (cause instanceof LimitExceeded) return hidden(verdict.early(tooCostly(cause, phase)));
    const { status, ...failure } = await limitBehind(cause, sandbox).catch((fault: unknown) => {
      throw new PhaseFailure(phase, fault);
    });
    if (await isFilledByEarlierRuns(environment, sandbox)) return 'filled-by-earlier-runs';
    return hidden(verdict.early({ kind: 'ended', status, failure: { phase, ...failure } }));
  } finally {
    const isReleased = await releaseSandbox(environment, sandbox, next);
    // A sandbox that could not be destroyed may still have the device, so this process leases it to no one
    // else.
    if (isReleased) scope.gpuLease?.release();
  }
}

/** Takes the submission through the phases that need a sandbox. */
function measure(
  scope: RunScope,
  { files, learnerKey, draw = 'one', replays = 'until-answered' }: RunRequest,
  { pool, gpus }: RunEnvironment,
  verdict: RunVerdict,
): Promise<PhaseOutcome<object>> {
  const built = Pipeline.observedBy(verdict.observer(scope.emit))
    .next(coldBuildPhase(scope, files))
    .next(replayPhase(scope, files, replays));
  const image = imagePhase(scope);
  if (!startsContainers(scope.exercise)) return built.next(image).run();
  const container = containerPhase(scope, { pool, gpus, learnerKey, draw });
  // For a GPU, the sandbox is restarted, and no image can be read during that. Otherwise, both phases run
  // concurrently: this process reads the image while the container runs in the sandbox. Builds never overlap
  // with anything, because their times are shown.
  return needsGpu(scope.exercise)
    ? built.next(image).next(container).run()
    : built.concurrently(image, container).run();
}

/** Whether the disk was full during this run, and the learner's earlier runs had written to it too. */
async function isFilledByEarlierRuns({ pool }: RunEnvironment, sandbox: Sandbox): Promise<boolean> {
  return pool.isReused(sandbox) && (await sandbox.fault())?.kind === 'disk-full';
}

/**
 * Whether the learner's next run may reuse the sandbox. After a limit was reached, something may still be
 * running or full, even if the run got a verdict. Memory is an exception, because it is freed when the
 * process that used it ends. A sandbox that was restarted for a GPU is not reused if the exercise has
 * secrets.
 */
async function isReusable(
  { sandbox, exercise, gpuLease }: RunScope,
  { sandboxAfter }: RunRequest,
  { status, failure }: ResultDocument,
): Promise<boolean> {
  if (sandboxAfter === 'discard' || gpuLease !== undefined) return false;
  if (needsGpu(exercise) && exercise.secrets.length > 0) return false;
  if (status !== 'graded' && (status !== 'build-failed' || failure?.limit !== undefined)) return false;
  const fault = await sandbox.fault();
  return fault === undefined || fault.kind === 'out-of-memory';
}

/**
 * Releases the sandbox. A failure is logged and does not change the run's outcome.
 *
 * @returns whether it succeeded
 */
async function releaseSandbox(
  { pool, onFault }: RunEnvironment,
  sandbox: Sandbox,
  next: 'keep' | 'discard',
): Promise<boolean> {
  try {
    await pool.release(sandbox, next);
    return true;
  } catch (error) {
    onFault(error);
    return false;
  }
}
