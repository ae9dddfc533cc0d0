import {
  PlatformError,
  type ContextFile,
  type Exercise,
  type ResultDocument,
  type RunEvent,
  type RunPlan,
  type Timings,
} from '@dfm/contracts';
import { ungraded, type BuildTrace, type Evidence, type GpuEvidence, type RunEvidence } from '@dfm/grading';
import { LimitExceeded } from '../bounded/bounded-process.ts';
import { gradeRun, judgeUngraded, readSubmission, tooCostly } from '../bounded/learner-work.ts';
import type { SharedGpus } from '../gpu/node-gpus.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { done, mapped, type EarlyEnd, type PhaseOutcome } from '../submission/outcome.ts';
import type { Reading } from '../submission/static-phase.ts';
import { removeRunTraces } from './cleanup.ts';
import { coldBuild } from './cold-build.ts';
import { type Draw, drawnJobPlan, drawnRunPlan } from './drawn-plan.ts';
import { eventSink, inPhase, type EmitEvent } from './event-sink.ts';
import { hideSecrets, inTexts } from './hide-secrets.ts';
import { imagePhase } from './image-phase.ts';
import { jobPhase } from './job-phase.ts';
import { limitBehind, requireWritten } from './limit-reached.ts';
import { onGpu } from './on-gpu.ts';
import { replay } from './replay.ts';
import { runPhase } from './run-phase.ts';
import type { RunLimits, RunScope } from './run-scope.ts';
import { RunSecrets } from './run-secrets.ts';
import { standInNotice } from './stand-in-notice.ts';

export interface RunRequest {
  /** Lower-case letters, digits and hyphens: it names images and networks. */
  runId: string;
  /** Keeps a sandbox to its learner. */
  learnerKey: string;
  exercise: Exercise;
  /** The whole build context, before .dockerignore. */
  files: readonly ContextFile[];
  queuedMs?: number;
  /** `discard` where the learner's next run shall begin without this one's build cache. */
  sandboxAfter?: 'keep' | 'discard';
  /** `every` for the check of an exercise: all alternatives that its plan would draw one of. */
  draw?: Draw;
  /** `whole` for what is recorded: a replay is then never stopped because its answer is known. */
  replays?: 'until-answered' | 'whole';
}

export interface RunEnvironment {
  pool: SandboxPool;
  limits: RunLimits;
  /** Absent on a node without GPUs: an exercise that needs one gets a stand-in, and its result says so. */
  gpus?: SharedGpus | undefined;
  onEvent: (event: RunEvent) => void;
  /** Told of the cause whenever the fault was ours. */
  onFault: (error: unknown) => void;
  signal: AbortSignal;
}

/**
 * Takes a submission through static reading, cold build, replays, image analysis and run to its verdict.
 *
 * @returns a result document for every outcome, our own faults included (status `infrastructure`)
 * @throws the signal's reason when it is aborted. In every case nothing of the run is left but the learner's
 *   build cache
 */
export async function executeRun(request: RunRequest, environment: RunEnvironment): Promise<ResultDocument> {
  const { signal, onFault } = environment;
  const verdict = new Verdict(request);
  const emit = eventSink(environment.onEvent);
  try {
    return hideSecrets(await graded(request, environment, emit, verdict));
  } catch (error) {
    signal.throwIfAborted();
    onFault(error);
    return hideSecrets(verdict.infrastructure(error));
  }
}

async function graded(
  request: RunRequest,
  environment: RunEnvironment,
  emit: EmitEvent,
  verdict: Verdict,
): Promise<ResultDocument> {
  const { pool, signal } = environment;
  const { exercise } = request;
  signal.throwIfAborted();
  const reading = await inPhase(emit, 'static', verdict.took('staticMs'), () =>
    readSubmission(exercise, request.files, signal),
  );
  if (reading.kind === 'ended') return verdict.early(reading);
  verdict.read(reading.value);
  for (const finding of reading.value.findings) emit({ type: 'finding', finding });
  for (const message of reading.value.notices) emit({ type: 'notice', message });

  verdict.phase = 'sandbox';
  const { sandbox } = await inPhase(emit, 'sandbox', verdict.took('sandboxMs'), async () => ({
    kind: 'done',
    sandbox: await pool.acquire(request.learnerKey, signal),
  }));
  verdict.engine = { version: sandbox.engineVersion, stampedAt: new Date().toISOString() };
  const { dockerfile, installLines, stepKeys } = reading.value;
  const secrets = new RunSecrets(exercise.secrets, sandbox, dockerfile);
  const hide = (text: string) => secrets.canaries.hide(text);
  const scope: RunScope = {
    runId: request.runId,
    exercise,
    dockerfile,
    installLines,
    stepKeys,
    sandbox,
    engine: sandbox.engine,
    secrets,
    limits: environment.limits,
    emit: (event) => emit(inTexts(event, hide)),
    notice: (message) => verdict.notice(emit, message),
    signal,
  };
  let next: 'keep' | 'discard' = 'discard';
  // What its steps did with the secrets is known by the sandbox, and a GPU takes another in its place.
  const forgetsSecrets = needsGpu(exercise) && exercise.secrets.length > 0;
  try {
    const result = inTexts(await measured(scope, request, environment, verdict), hide);
    await requireWritten(scope.sandbox);
    if (
      !forgetsSecrets &&
      scope.gpuLease === undefined &&
      request.sandboxAfter !== 'discard' &&
      (await isReusable(scope.sandbox, result))
    ) {
      await removeRunTraces(scope.engine, scope.runId, [
        'cold',
        ...exercise.scenarios.map((scenario) => scenario.id),
      ]);
      next = 'keep';
    }
    return result;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LimitExceeded)
      return inTexts(await verdict.early(tooCostly(error, verdict.phase)), hide);
    const { status, ...failure } = await limitBehind(error, scope.sandbox);
    return inTexts(
      await verdict.early({ kind: 'ended', status, failure: { phase: verdict.phase, ...failure } }),
      hide,
    );
  } finally {
    const gone = await giveBack(environment, scope.sandbox, next);
    // A sandbox that could not be destroyed may still have the device: nobody else gets it from this process.
    if (gone) scope.gpuLease?.release();
  }
}

/**
 * After a limit was reached something may still be running or full: such a sandbox is not used again, also
 * where the run went on to a verdict. Memory is free again once the process it took is gone.
 */
async function isReusable(sandbox: Sandbox, { status, failure }: ResultDocument): Promise<boolean> {
  if (status !== 'graded' && (status !== 'build-failed' || failure?.limit !== undefined)) return false;
  const fault = await sandbox.fault();
  return fault === undefined || fault.kind === 'out-of-memory';
}

/** A release that fails is ours to log; the run's own outcome stands. @returns whether it did not fail */
async function giveBack(
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

async function measured(
  scope: RunScope,
  request: RunRequest,
  { pool, gpus }: RunEnvironment,
  verdict: Verdict,
): Promise<ResultDocument> {
  const { emit, exercise } = scope;
  const { files, learnerKey, draw = 'one' } = request;
  verdict.phase = 'cold-build';
  const cold = await inPhase(emit, 'cold-build', verdict.took('coldBuildMs'), () => coldBuild(scope, files));
  if (cold.kind === 'ended') return verdict.early(cold);
  verdict.cold = cold.value;
  const buildSecrets = scope.secrets.use(cold.value.steps);

  verdict.phase = 'replay';
  const replays = await inPhase(emit, 'replay', verdict.took('replayMs'), () =>
    replay(scope, files, cold.value, request.replays ?? 'until-answered'),
  );
  if (replays.kind === 'ended') return verdict.early(replays);

  // Reading the image is work of this process, starting the container is the sandbox's: they go side by side.
  // Builds do not, for their times are shown.
  verdict.phase = 'image';
  const { run: plan, job } = exercise;
  const imageRead = () => inPhase(emit, 'image', verdict.took('imageMs'), () => imagePhase(scope));
  let gpu: GpuEvidence | undefined;
  const notice = (message: string) => verdict.notice(emit, message);
  const containerRun = async (given: RunPlan): Promise<PhaseOutcome<RunEvidence>> => {
    if (!needsGpu(exercise)) return runPhase(scope, given, notice);
    const { value, evidence } = await onGpu(scope, { pool, gpus, learnerKey, notice }, (watch, watched) =>
      runPhase(watched, given, notice, watch),
    );
    gpu = evidence;
    return value;
  };
  const start = async (): Promise<PhaseOutcome<Pick<Evidence, 'run' | 'job'>>> => {
    if (plan !== undefined) return mapped(await containerRun(drawnRunPlan(plan, draw)), (run) => ({ run }));
    return job === undefined
      ? done({})
      : mapped(await jobPhase(scope, drawnJobPlan(job, draw), notice), (outcomes) => ({ job: outcomes }));
  };
  // For a GPU the sandbox is started again, under which no image can be read.
  const first = needsGpu(exercise) ? await imageRead() : undefined;
  if (first?.kind === 'ended') return verdict.early(first);
  verdict.phase = first === undefined ? 'image' : 'run';
  const [image, run] = await bothSettled(
    first === undefined ? imageRead() : Promise.resolve(first),
    plan === undefined && job === undefined ? undefined : inPhase(emit, 'run', verdict.took('runMs'), start),
  );
  if (image.kind === 'ended') return verdict.early(image);
  if (run?.kind === 'ended') return verdict.early(run);
  if (image.value.base?.standIn === true)
    verdict.notice(emit, await standInNotice(image.value.base.reference, image.value.config));

  emit({ type: 'phase', phase: 'grade', state: 'started' });
  const result = await verdict.grade(
    {
      cold: cold.value,
      ...(buildSecrets.length === 0 ? {} : { buildSecrets }),
      replays: replays.value,
      image: image.value,
      ...run?.value,
      ...(gpu === undefined ? {} : { gpu }),
    },
    scope.signal,
  );
  emit({ type: 'phase', phase: 'grade', state: 'done' });
  return result;
}

/** Whether its run phase wants a GPU. */
function needsGpu(exercise: Exercise): boolean {
  return exercise.run !== undefined && exercise.needs?.labels.includes('gpu') === true;
}

/** Like Promise.all, but waits for both, so that nothing goes on after a failure. */
async function bothSettled<A, B>(a: Promise<A>, b: Promise<B> | undefined): Promise<[A, B | undefined]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}

/** Collects what is known of a run and words its result document. */
class Verdict {
  phase: NonNullable<ResultDocument['failure']>['phase'] = 'static';
  engine: ResultDocument['engine'];
  cold: BuildTrace | undefined;
  readonly #request: RunRequest;
  readonly #started = performance.now();
  readonly #timings: Omit<Timings, 'totalMs'> = {};
  readonly #notices: string[] = [];
  #reading: Reading | undefined;

  constructor(request: RunRequest) {
    this.#request = request;
    if (request.queuedMs !== undefined) this.#timings.queuedMs = request.queuedMs;
  }

  took(timing: keyof Omit<Timings, 'totalMs'>): (ms: number) => void {
    return (ms) => {
      this.#timings[timing] = Math.round(ms);
    };
  }

  read(reading: Reading): void {
    this.#reading = reading;
    this.#notices.push(...reading.notices);
  }

  notice(emit: EmitEvent, message: string): void {
    this.#notices.push(message);
    emit({ type: 'notice', message });
  }

  early({ status, failure }: EarlyEnd): Promise<ResultDocument> {
    return judgeUngraded({ ...this.#common(), status, failure, ...this.#known() });
  }

  infrastructure(error: unknown): ResultDocument {
    const message =
      error instanceof PlatformError
        ? error.learnerMessage
        : 'Something went wrong on our side. It costs no attempt; run it again.';
    return ungraded({
      ...this.#common(),
      status: 'infrastructure',
      failure: { phase: this.phase, message },
      ...this.#known(),
    });
  }

  grade(
    measurements: Pick<Evidence, 'cold' | 'buildSecrets' | 'replays' | 'image' | 'run' | 'job' | 'gpu'>,
    signal: AbortSignal,
  ): Promise<ResultDocument> {
    const reading = this.#reading;
    if (reading === undefined) throw new Error('nothing was read');
    return gradeRun(
      {
        ...this.#common(),
        evidence: { dockerfile: reading.text, context: reading.context, ...measurements },
      },
      signal,
    );
  }

  #common() {
    return {
      exercise: this.#request.exercise,
      timings: { ...this.#timings, totalMs: Math.round(performance.now() - this.#started) },
      engine: this.engine,
      notices: this.#notices,
    };
  }

  #known() {
    const reading = this.#reading;
    return reading === undefined
      ? {}
      : {
          evidence: {
            dockerfile: reading.text,
            context: reading.context,
            ...(this.cold === undefined ? {} : { cold: this.cold }),
          },
        };
  }
}
