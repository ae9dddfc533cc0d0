import { PlatformError, truncateMiddle, type ContextFile } from '@dfm/contracts';
import type { TraceStep } from '@dfm/grading';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { BuildSecrets } from './build-secrets.ts';
import { openBuildSession, type BuildSession } from './build-session.ts';
import { decodeBuildStatus, type BuildStatus } from './build-status.ts';
import { BuildStop, type StopRule } from './build-stop.ts';
import {
  maxVertices,
  saysCancelled,
  TraceRecorder,
  type FailedVertex,
  type LineOfStep,
  type StepChange,
} from './build-trace.ts';
import { jsonLines } from './json-lines.ts';
import { LogCap } from './log-cap.ts';
import { tailOf } from './truncate.ts';

export interface BuildRequest {
  /** Text of the Dockerfile. */
  dockerfile: string;
  /** The build context as COPY sees it: after .dockerignore. */
  files: readonly ContextFile[];
  buildArgs?: Readonly<Record<string, string>>;
  /** Default: none. */
  secrets?: BuildSecrets | undefined;
  /** Name of the stage to build; the last one by default. */
  target?: string | undefined;
  /** Reference of an image whose record of its steps may be used as a cache, as if it had been pulled. */
  cacheFrom?: string | undefined;
  /** Reference given to the image. */
  tag: string;
  lineOf: LineOfStep;
  /** Output beyond this is replaced by one marker. */
  logCapBytes: number;
  /** Stops the build before its end. Default: it runs to its end. */
  stop?: StopRule | undefined;
  onStep?: (change: StepChange) => void;
  onLog?: (log: { key: string; stream: 'stdout' | 'stderr'; text: string }) => void;
  /** Ends the build in the engine too. */
  signal?: AbortSignal;
}

export type BuildOutcome =
  | { kind: 'built'; imageId: string; ms: number; steps: TraceStep[] }
  /** `message` is the engine's; `vertex` is missing if the Dockerfile itself could not be read. */
  | {
      kind: 'failed';
      message: string;
      vertex: FailedVertex | undefined;
      logTail: string;
      ms: number;
      steps: TraceStep[];
    }
  /** Stopped by the request's rule: `steps` are complete, `unfinished` were running. */
  | { kind: 'stopped'; ms: number; steps: TraceStep[]; unfinished: TraceStep[] }
  /** Ended by the signal, at `line` if a step was running. */
  | { kind: 'aborted'; line: number | undefined; logTail: string; ms: number; steps: TraceStep[] };

const messageSchema = z.union([
  z.object({ id: z.literal('moby.buildkit.trace'), aux: z.string() }),
  z.object({ id: z.literal('moby.image.id'), aux: z.object({ ID: z.string() }) }),
  z.object({ error: z.string() }),
  z.looseObject({}),
]);

/** Uncompressed layers. The engine would compress each, and no one downloads them here. */
const imageOutput = JSON.stringify([{ Type: 'moby', Attrs: { compression: 'uncompressed' } }]);
const logTailBytes = 4 * 1024;
/** The engine quotes the failed command with all its build arguments. */
const maxErrorCharacters = 4_000;

/**
 * Builds an image with an engine's BuildKit, using and filling its cache.
 *
 * @param trace of the build that this one repeats, if any
 * @returns how the build ended; a Dockerfile that does not build is an outcome
 * @throws PlatformError `engine-lost` if the engine disappeared or sent an invalid answer
 */
export async function buildImage(
  engine: Docker,
  request: BuildRequest,
  trace = new TraceRecorder(request.lineOf),
): Promise<BuildOutcome> {
  const started = performance.now();
  const logs = new BuildLogs(request, trace);
  const seen: { imageId?: string; error?: string } = {};
  const ended = () => ({ ms: performance.now() - started, steps: trace.steps() });
  let session: BuildSession | undefined;
  let stop: BuildStop | undefined;
  try {
    session = await openBuildSession(
      engine,
      request.dockerfile,
      request.files,
      request.secrets ?? { values: new Map() },
    );
    stop = new BuildStop(engine, session.id, trace, request.stop);
    const stream = await startBuild(engine, session.id, request);
    for await (const line of jsonLines(stream)) {
      const { status, ...result } = readMessage(line);
      Object.assign(seen, result);
      if (status === undefined) continue;
      for (const change of trace.apply(status)) request.onStep?.(change);
      logs.take(status);
      if (status.vertexes.length > 0) stop.consider();
    }
  } catch (error) {
    if (request.signal?.aborted === true)
      return { kind: 'aborted', line: trace.runningLine(), logTail: logs.lastLines(), ...ended() };
    if (error instanceof PlatformError) throw error;
    throw engineLost(error);
  } finally {
    stop?.close();
    session?.close();
  }
  if (stop.isRequested && seen.error !== undefined && saysCancelled(seen.error)) {
    const { completed, running } = trace.progress();
    return {
      kind: 'stopped',
      ms: performance.now() - started,
      steps: [...completed],
      unfinished: [...running],
    };
  }
  if (seen.error !== undefined) {
    const vertex = trace.failure();
    return {
      kind: 'failed',
      message: seen.error,
      vertex,
      logTail: logs.lastLines(vertex?.digest),
      ...ended(),
    };
  }
  if (seen.imageId === undefined)
    throw engineLost(new Error('the build ended without an image and without an error'));
  return { kind: 'built', imageId: seen.imageId, ...ended() };
}

/** What a message of the engine reports: the image, an error, the status of steps, or nothing of these. */
function readMessage(line: unknown): { imageId?: string; error?: string; status?: BuildStatus } {
  const message = messageSchema.parse(line);
  if ('error' in message) return { error: truncateMiddle(String(message.error), maxErrorCharacters) };
  if (!('id' in message)) return {};
  if (typeof message.aux !== 'string') return { imageId: (message.aux as { ID: string }).ID };
  return { status: decodeBuildStatus(message.aux) };
}

/**
 * Replaces dockerode's `buildImage`, which sends the Dockerfile in the context and leaves its session open
 * when a build is aborted.
 */
function startBuild(
  engine: Docker,
  sessionId: string,
  { tag, buildArgs = {}, target, cacheFrom, signal }: BuildRequest,
): Promise<AsyncIterable<Uint8Array>> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // No body: the engine would delay its answer until it has read one.
    const cache = cacheFrom === undefined ? {} : { cachefrom: JSON.stringify([cacheFrom]) };
    const stage = target === undefined ? {} : { target };
    const options = {
      _query: {
        version: '2',
        t: tag,
        session: sessionId,
        buildid: sessionId,
        remote: 'client-session',
        buildargs: JSON.stringify(buildArgs),
        outputs: imageOutput,
        ...stage,
        ...cache,
      },
      _body: {},
    };
    const request = {
      path: '/build?',
      method: 'POST',
      options,
      isStream: true,
      statusCodes: { 200: true },
      abortSignal: signal,
    };
    engine.modem.dial(request, (error: unknown, stream: unknown) => {
      if (error === null) resolve(stream as AsyncIterable<Uint8Array>);
      else reject(error);
    });
  });
}

/** Passes output on up to the limit, and keeps the end of each vertex's output. */
class BuildLogs {
  readonly #cap: LogCap;
  readonly #tails = new Map<string, string>();
  readonly #onLog: BuildRequest['onLog'];
  readonly #trace: TraceRecorder;
  #last = '';

  constructor({ logCapBytes, onLog }: BuildRequest, trace: TraceRecorder) {
    this.#cap = new LogCap(logCapBytes);
    this.#onLog = onLog;
    this.#trace = trace;
  }

  take({ logs }: BuildStatus): void {
    for (const { vertex, stream, msg } of logs) {
      const key = this.#trace.keyOf(vertex);
      this.#last = key;
      if (this.#tails.size > maxVertices) throw new Error(`output of more than ${maxVertices} steps`);
      const ending = Buffer.from(msg.subarray(-logTailBytes)).toString().replaceAll('\0', '\uFFFD');
      this.#tails.set(key, tailOf((this.#tails.get(key) ?? '') + ending, logTailBytes));
      const source = stream === 2 ? 'stderr' : 'stdout';
      const text = this.#cap.take(`${key} ${source}`, msg);
      if (text !== '') this.#onLog?.({ key, stream: source, text });
    }
  }

  lastLines(key = this.#last): string {
    return this.#tails.get(key) ?? '';
  }
}

function engineLost(cause: unknown): PlatformError {
  return new PlatformError(
    'engine-lost',
    'The engine that built your image stopped answering. This is our fault; run it again.',
    { cause, detail: `build: ${String(cause)}` },
  );
}
