import { posix } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpProbe, RunPlan, ShutdownPlan } from '@dfm/contracts';
import { formatBinaryBytes, formatDuration } from '@dfm/contracts/quantity';
import type { ObservedShutdown } from '@dfm/grading';
import type { ContainerClock } from '../clock/container-clock.ts';
import { createVolume, volumeName } from '../engine/containers.ts';
import { httpExchange } from './http-exchange.ts';
import { leftFile, maxLeftBytes } from './left-file.ts';
import { filled, freshNonce } from './nonce.ts';
import type { StartedContainer } from './observe-container.ts';
import { judgeProbe } from './probe.ts';
import { containsJson, excerpt, parsedJson } from './reported-json.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 50;
const stateVolume = 'state';

/** Bind of the volume for the state file of a plan with a `shutdown`. */
export async function stateBinds(scope: RunScope, { shutdown }: RunPlan): Promise<string[]> {
  if (shutdown === undefined) return [];
  const volume = await createVolume(scope.engine, scope.runId, stateVolume);
  return [`${volume}:${posix.dirname(shutdown.state.path)}`];
}

/**
 * Observes a service from its stop signal to its end, then reads the state that it saved. Each request
 * contains a new value, so only a service that received the last request can have saved its value.
 *
 * @param stopping resolves when the container has exited; undefined if it is not being stopped
 * @returns undefined if the plan has no shutdown test, or there was no service to observe
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

/** How a service handled the requests after its stop signal. */
type Drain = { kind: 'answered'; requests: number; nonce: string } | { kind: 'lost'; why: string };

async function drained(
  { sandbox, signal }: RunScope,
  { port, readyPath }: RunPlan,
  { drainMs, request }: ShutdownPlan,
  { ip, clock }: { ip: string; clock: ContainerClock },
): Promise<Drain> {
  const exchange = (sent: Parameters<typeof httpExchange>[3]) =>
    clock.within(sent.timeoutMs, (deadline) => httpExchange(sandbox, ip, port, sent, deadline));
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  const after = () => `${formatDuration(elapsedMs())} after the signal`;
  // The engine may take a moment to send the signal. It has arrived when the service stops reporting ready.
  for (;;) {
    signal.throwIfAborted();
    const answer = await exchange({ method: 'GET', path: readyPath, timeoutMs: request.timeoutMs });
    if (answer.kind === 'no-answer')
      return {
        kind: 'lost',
        why: `it never reported that it was not ready, and ${after()} nothing answered at ${readyPath}`,
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

/** Content of the state file; undefined if the service's user finds none. */
async function leftState(scope: RunScope, { state }: ShutdownPlan, uid: number): Promise<string | undefined> {
  const volume = volumeName(scope.runId, stateVolume);
  return (await leftFile(scope, volume, posix.basename(state.path), uid))?.text;
}

/**
 * Judges the state that a drained service saved.
 *
 * @param text content of the state file; undefined if there is none
 */
export function judgeState(
  { path, expectJson }: ShutdownPlan['state'],
  drain: Extract<Drain, { kind: 'answered' }>,
  text: string | undefined,
): ObservedShutdown {
  if (text === undefined) return failed(`it left no file ${path} that its user can read`);
  if (text.length > maxLeftBytes)
    return failed(`it left more than ${formatBinaryBytes(maxLeftBytes)} in ${path}`);
  const state = parsedJson(text);
  if (state === undefined) return failed(`${path} is not JSON: ${excerpt(text)}`);
  if (!containsJson(state.value, filled(expectJson, drain.nonce)))
    return failed(`the last value sent is not in ${path}: ${excerpt(text)}`);
  return {
    ok: true,
    message: `it answered ${drain.requests} requests while draining, and the last value sent is in ${path}`,
  };
}

function failed(message: string): ObservedShutdown {
  return { ok: false, message };
}
