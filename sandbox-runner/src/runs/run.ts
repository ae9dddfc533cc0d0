import { PlatformError, type ContextFile, type Exercise, type ResultDocument, type RunEvent, type Timings } from '@dfm/contracts';
import { grade, ungraded, type BuildTrace, type Evidence } from '@dfm/grading';
import { connectEngine } from '../engine/connect.ts';
import { nodeCalibration } from '../host/node-calibration.ts';
import type { Sandbox, SandboxPool } from '../sandbox/pool.ts';
import { removeRunTraces } from './cleanup.ts';
import { coldBuild } from './cold-build.ts';
import { eventSink, inPhase, type EmitEvent } from './event-sink.ts';
import { hideSecrets, inTexts } from './hide-secrets.ts';
import { imagePhase } from './image-phase.ts';
import { limitBehind, requireWritten } from './limit-reached.ts';
import type { EarlyEnd } from './outcome.ts';
import { replay } from './replay.ts';
import { runPhase } from './run-phase.ts';
import type { RunLimits, RunScope } from './run-scope.ts';
import { RunSecrets } from './run-secrets.ts';
import { staticPhase, type Reading } from './static-phase.ts';
import { toleranceNotice } from './time-tolerance.ts';

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
}

export interface RunEnvironment {
  pool: SandboxPool;
  limits: RunLimits;
  onEvent: (event: RunEvent) => void;
  /** Told of the cause whenever the fault was ours. */
  onFault: (error: unknown) => void;
  signal: AbortSignal;
}

/**
 * Takes a submission through static reading, cold build, replays, image analysis and run to its verdict.
 * @returns a result document for every outcome, our own faults included (status `infrastructure`)
 * @throws the signal's reason when it is aborted. In every case nothing of the run is left but the learner's build cache
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
    return verdict.infrastructure(error);
  }
}

async function graded(request: RunRequest, environment: RunEnvironment, emit: EmitEvent, verdict: Verdict): Promise<ResultDocument> {
  const { pool, signal } = environment;
  const { exercise } = request;
  signal.throwIfAborted();
  const reading = await inPhase(emit, 'static', verdict.took('staticMs'), () => staticPhase(exercise, request.files));
  if (reading.kind === 'ended') return verdict.early(reading);
  verdict.read(reading.value);
  for (const finding of reading.value.findings) emit({ type: 'finding', finding });
  for (const message of reading.value.notices) emit({ type: 'notice', message });

  verdict.phase = 'sandbox';
  const { sandbox } = await inPhase(emit, 'sandbox', verdict.took('sandboxMs'), async () => ({ kind: 'done', sandbox: await pool.acquire(request.learnerKey, signal) }));
  verdict.engine = { version: sandbox.engineVersion, stampedAt: new Date().toISOString() };
  const { dockerfile } = reading.value;
  const secrets = new RunSecrets(exercise.secrets, sandbox, dockerfile);
  const hide = (text: string) => secrets.canaries.hide(text);
  const scope: RunScope = { runId: request.runId, exercise, dockerfile, sandbox, engine: connectEngine(sandbox.engineSocket), secrets, limits: environment.limits, emit: (event) => emit(inTexts(event, hide)), signal };
  let next: 'keep' | 'discard' = 'discard';
  try {
    const result = inTexts(await measured(scope, request.files, verdict), hide);
    await requireWritten(sandbox);
    await removeRunTraces(scope.engine, scope.runId, ['cold', ...exercise.scenarios.map((scenario) => scenario.id)]);
    if (await isReusable(sandbox, result)) next = request.sandboxAfter ?? 'keep';
    return result;
  } catch (error) {
    signal.throwIfAborted();
    const { status, ...failure } = await limitBehind(error, sandbox);
    return inTexts(verdict.early({ kind: 'ended', status, failure: { phase: verdict.phase, ...failure } }), hide);
  } finally {
    await giveBack(environment, sandbox, next);
  }
}

/**
 * After a limit was reached something may still be running or full: such a sandbox is not used again, also where the run went
 * on to a verdict. Memory is free again once the process it took is gone.
 */
async function isReusable(sandbox: Sandbox, { status, failure }: ResultDocument): Promise<boolean> {
  if (status !== 'graded' && (status !== 'build-failed' || failure?.limit !== undefined)) return false;
  const fault = await sandbox.fault();
  return fault === undefined || fault.kind === 'out-of-memory';
}

/** A release that fails is ours to log; the run's own outcome stands. */
async function giveBack({ pool, onFault }: RunEnvironment, sandbox: Sandbox, next: 'keep' | 'discard'): Promise<void> {
  try {
    await pool.release(sandbox, next);
  } catch (error) {
    onFault(error);
  }
}

async function measured(scope: RunScope, files: readonly ContextFile[], verdict: Verdict): Promise<ResultDocument> {
  const { emit, exercise } = scope;
  verdict.phase = 'cold-build';
  const cold = await inPhase(emit, 'cold-build', verdict.took('coldBuildMs'), () => coldBuild(scope, files));
  if (cold.kind === 'ended') return verdict.early(cold);
  verdict.cold = cold.value;
  const buildSecrets = scope.secrets.use(cold.value.steps);

  verdict.phase = 'replay';
  const replays = await inPhase(emit, 'replay', verdict.took('replayMs'), () => replay(scope, files, (message) => verdict.notice(emit, message)));
  if (replays.kind === 'ended') return verdict.early(replays);

  // Reading the image is work of this process, starting the container is the sandbox's: they go side by side. Builds do not, for their times are shown.
  verdict.phase = 'image';
  const plan = exercise.run;
  const timeFactor = plan === undefined ? 1 : await nodeCalibration.factor();
  const stretched = toleranceNotice(timeFactor);
  if (stretched !== undefined) verdict.notice(emit, stretched);
  const [image, run] = await bothSettled(
    inPhase(emit, 'image', verdict.took('imageMs'), () => imagePhase(scope)),
    plan === undefined ? undefined : inPhase(emit, 'run', verdict.took('runMs'), () => runPhase(scope, plan, timeFactor, (message) => verdict.notice(emit, message))),
  );
  if (image.kind === 'ended') return verdict.early(image);
  if (run?.kind === 'ended') return verdict.early(run);
  const limit = await scope.sandbox.fault();
  if (limit?.kind === 'too-many-processes' || limit?.kind === 'disk-full') verdict.notice(emit, limit.message);
  if (image.value.base?.standIn === true) verdict.notice(emit, `${image.value.base.reference} is a stand-in built from Debian packages, because no registry could be reached. Paths and versions match the official image; sizes differ a little.`);

  emit({ type: 'phase', phase: 'grade', state: 'started' });
  const result = verdict.grade({ cold: cold.value, ...(buildSecrets.length === 0 ? {} : { buildSecrets }), replays: replays.value, image: image.value, ...(run === undefined ? {} : { run: run.value }) });
  emit({ type: 'phase', phase: 'grade', state: 'done' });
  return result;
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

  early({ status, failure }: EarlyEnd): ResultDocument {
    return ungraded({ ...this.#common(), status, failure, ...this.#known() });
  }

  infrastructure(error: unknown): ResultDocument {
    const message = error instanceof PlatformError ? error.learnerMessage : 'Something went wrong on our side. It costs no attempt; run it again.';
    return ungraded({ ...this.#common(), status: 'infrastructure', failure: { phase: this.phase, message }, ...this.#known() });
  }

  grade(measurements: Pick<Evidence, 'cold' | 'buildSecrets' | 'replays' | 'image' | 'run'>): ResultDocument {
    const reading = this.#reading;
    if (reading === undefined) throw new Error('nothing was read');
    return grade({ ...this.#common(), evidence: { dockerfile: reading.text, context: reading.context, ...measurements } });
  }

  #common() {
    return { exercise: this.#request.exercise, timings: { ...this.#timings, totalMs: Math.round(performance.now() - this.#started) }, engine: this.engine, notices: this.#notices };
  }

  #known() {
    const reading = this.#reading;
    return reading === undefined ? {} : { evidence: { dockerfile: reading.text, context: reading.context, ...(this.cold === undefined ? {} : { cold: this.cold }) } };
  }
}
