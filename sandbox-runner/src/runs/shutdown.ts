import { posix } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpProbe, RunPlan, ShutdownPlan } from '@dfm/contracts';
import { formatBinaryBytes, formatDuration } from '@dfm/contracts/quantity';
import type { ObservedShutdown } from '@dfm/grading';
import type { ContainerClock } from '../clock/container-clock.ts';
import { createContainer, createVolume, removeContainer, startContainer } from '../engine/containers.ts';
import { answerOf } from '../engine/exec.ts';
import { freshNonce } from './apply-edits.ts';
import { httpExchange } from './http-exchange.ts';
import type { StartedContainer } from './observe-container.ts';
import { judgeProbe } from './probe.ts';
import { containsJson, excerpt, parsedJson } from './reported-json.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 50;
/** Of the shelf; it has a shell. No build can change what the engine has under this name. */
const readerImage = 'debian:bookworm-slim';
const readerDir = '/state';
const maxStateBytes = 64 * 1024;
/** Prints the beginning of a regular file: opening a pipe would wait, a link could lead elsewhere. */
const readScript = '[ -f "$0" ] && [ ! -L "$0" ] && head -c "$1" "$0"';

/** The volume that keeps the state file of a plan with a `shutdown`, as the container mounts it. */
export async function stateBinds(scope: RunScope, { shutdown }: RunPlan): Promise<string[]> {
  if (shutdown === undefined) return [];
  return [`${await createVolume(scope.engine, scope.runId)}:${posix.dirname(shutdown.state.path)}`];
}

/**
 * Watches a service from its stop signal to its end, then reads the state that it left. A new value goes into
 * each request, so that only what got the last one can have saved it.
 *
 * @param stopping ends when the container has; undefined where it was not asked to stop
 * @returns undefined where the plan does not ask for it, or there was no service to watch
 */
export async function observedShutdown(
  scope: RunScope,
  plan: RunPlan,
  { ip, clock, observation }: StartedContainer,
  stopping: Promise<unknown> | undefined,
): Promise<ObservedShutdown | undefined> {
  const { shutdown } = plan;
  if (
    shutdown === undefined ||
    stopping === undefined ||
    ip === undefined ||
    clock === undefined ||
    !observation.ready
  )
    return undefined;
  const [drain] = await Promise.all([drained(scope, plan, shutdown, { ip, clock }), stopping]);
  const seen =
    drain.kind === 'lost'
      ? failed(drain.why)
      : judgeState(shutdown.state, drain, await leftState(scope, shutdown, observation.uid ?? 0));
  scope.emit({ type: 'probe', name: shutdown.request.name, ...seen });
  return seen;
}

/** What a service did with the requests that came after its stop signal. */
type Drain = { kind: 'answered'; requests: number; nonce: string } | { kind: 'lost'; why: string };

async function drained(
  { sandbox, signal }: RunScope,
  { port, readyPath }: RunPlan,
  { drainMs, request }: ShutdownPlan,
  { ip, clock }: { ip: string; clock: ContainerClock },
): Promise<Drain> {
  const exchange = (sent: Parameters<typeof httpExchange>[3]) =>
    clock.within(sent.timeoutMs, (deadline) => httpExchange(sandbox, ip, port, sent, deadline));
  const began = performance.now();
  const elapsedMs = () => performance.now() - began;
  const after = () => `${formatDuration(elapsedMs())} after the signal`;
  // The engine may take a moment to send the signal: it has arrived when the service leaves service.
  for (;;) {
    signal.throwIfAborted();
    const answer = await exchange({ method: 'GET', path: readyPath, timeoutMs: request.timeoutMs });
    if (answer.kind === 'no-answer')
      return {
        kind: 'lost',
        why: `it never took itself out of service, and ${after()} nothing answered at ${readyPath}`,
      };
    if (answer.status < 200 || answer.status >= 300) break;
    await delay(pollMs);
  }
  for (let requests = 1; ; requests += 1) {
    signal.throwIfAborted();
    const nonce = freshNonce();
    const sent: HttpProbe = { ...request, body: filled(request.body, nonce) };
    const { ok, message } = judgeProbe(sent, await exchange(sent));
    if (!ok) return { kind: 'lost', why: `a request ${after()} was lost (${message})` };
    if (elapsedMs() >= drainMs) return { kind: 'answered', requests, nonce };
    await delay(pollMs);
  }
}

/**
 * Reads the state file as the service's own user, in a container of ours: what a learner's process wrote is
 * never opened on the host, and nothing of the learner's runs beside it.
 *
 * @returns undefined where there is no such file, or that user may not read it
 */
async function leftState(scope: RunScope, { state }: ShutdownPlan, uid: number): Promise<string | undefined> {
  const { engine, runId, signal } = scope;
  const binds = [`run-${runId}:${readerDir}:ro`];
  const container = await createContainer(engine, {
    runId,
    image: readerImage,
    network: 'none',
    memoryMib: 64,
    pids: 16,
    hardened: { user: String(uid) },
    binds,
    command: ['sleep', '60'],
  });
  try {
    const failure = await startContainer(container);
    if (failure !== undefined)
      throw new Error(`the container that reads the state could not be started: ${failure.why}`);
    const command = [
      'sh',
      '-c',
      readScript,
      posix.join(readerDir, posix.basename(state.path)),
      String(maxStateBytes + 1),
    ];
    const text = await answerOf(container, command, { maxBytes: maxStateBytes + 1, signal });
    return text === '' ? undefined : text;
  } finally {
    await removeContainer(container);
  }
}

/** Judges what a drained service left. @param text what the state file holds; undefined where there is none */
export function judgeState(
  { path, expectJson }: ShutdownPlan['state'],
  drain: Extract<Drain, { kind: 'answered' }>,
  text: string | undefined,
): ObservedShutdown {
  if (text === undefined) return failed(`it left no file ${path} that its user can read`);
  if (text.length > maxStateBytes)
    return failed(`it left more than ${formatBinaryBytes(maxStateBytes)} in ${path}`);
  const state = parsedJson(text);
  if (state === undefined) return failed(`it left no JSON in ${path}: ${excerpt(text)}`);
  if (!containsJson(state.value, filled(expectJson, drain.nonce)))
    return failed(`what it was sent last is not in ${path}: ${excerpt(text)}`);
  return {
    ok: true,
    message: `it answered ${drain.requests} requests while it drained, and what it was sent last is in ${path}`,
  };
}

/** A JSON value with `{{nonce}}` in its texts replaced. */
function filled<T>(value: T, nonce: string): T {
  return value === undefined
    ? value
    : (JSON.parse(JSON.stringify(value).replaceAll('{{nonce}}', nonce)) as T);
}

function failed(message: string): ObservedShutdown {
  return { ok: false, message };
}
