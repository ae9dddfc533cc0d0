import { setTimeout as delay } from 'node:timers/promises';
import type { HttpProbe, RunPlan } from '@dfm/contracts';
import type { ContainerObservation, ProbeOutcome } from '@dfm/grading';
import type { EngineContainer } from '../engine/engine-types.ts';
import { containerState, followOutput } from '../engine/containers.ts';
import { LogCap } from '../engine/log-cap.ts';
import { httpExchange } from './http-exchange.ts';
import { judgeProbe } from './probe.ts';
import type { RunScope } from './run-scope.ts';
import { startOrRefusal } from './start-or-refusal.ts';

/** Between two looks at a starting service: short against any start time, long against a round trip. */
const pollMs = 50;
const logCapBytes = 64 * 1024;

export interface StartedContainer {
  container: EngineContainer;
  /** Where to reach the service; undefined once it ended. */
  ip: string | undefined;
  observation: ContainerObservation;
}

/** Streams a container's output as events until it ends, the cap is reached or `signal` aborts. */
export async function streamOutput(scope: RunScope, container: EngineContainer, signal: AbortSignal): Promise<void> {
  const cap = new LogCap(logCapBytes);
  for await (const { stream, bytes } of followOutput(container, signal)) {
    const text = cap.take(stream, bytes);
    if (text !== '') scope.emit({ type: 'log', source: 'run', stream, text });
    if (cap.full) return;
  }
}

/**
 * Starts a container and waits until its ready path answers 2xx, it ends, or the plan's time is over.
 * A container that cannot be started at all is an observation too.
 * @param onStarted is called once the container runs, before it is ready
 */
export async function startAndWait(scope: RunScope, plan: RunPlan, container: EngineContainer, onStarted?: () => void): Promise<StartedContainer> {
  let began = performance.now();
  const failure = await startOrRefusal(scope, container, () => (began = performance.now()));
  if (failure !== undefined) return { container, ip: undefined, observation: { ...unseen, logTail: failure } };
  onStarted?.();
  const observation = { ...unseen, uid: await uidOfMain(scope, container) };
  for (;;) {
    scope.signal.throwIfAborted();
    const { running, ip, exitCode, oomKilled } = await containerState(container);
    if (!running) return { container, ip: undefined, observation: { ...observation, exitCode, oomKilled } };
    const leftMs = plan.readyTimeoutMs - (performance.now() - began);
    if (leftMs <= 0) return { container, ip, observation };
    if (ip !== undefined && (await answersReady(scope, plan, ip, leftMs))) {
      // An entrypoint may change its user before it serves: what counts is who serves.
      return { container, ip, observation: { ...observation, ready: true, readyMs: performance.now() - began, uid: (await uidOfMain(scope, container)) ?? observation.uid } };
    }
    await delay(pollMs);
  }
}

async function uidOfMain({ sandbox }: RunScope, container: EngineContainer): Promise<number | undefined> {
  const { pid } = await containerState(container);
  return pid === undefined ? undefined : sandbox.uidOf(pid);
}

const unseen: ContainerObservation = { ready: false, readyMs: undefined, uid: undefined, exitCode: undefined, oomKilled: false, probes: [], logTail: '' };

async function answersReady(scope: RunScope, plan: RunPlan, ip: string, leftMs: number): Promise<boolean> {
  const answer = await httpExchange(scope.sandbox, ip, plan.port, { method: 'GET', path: plan.readyPath, timeoutMs: Math.min(leftMs, 2_000) });
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

/** Sends the probes one after the other. Without a ready service each fails with the reason. */
export async function probeService(scope: RunScope, plan: RunPlan, { ip, observation }: StartedContainer, tell: boolean): Promise<ProbeOutcome[]> {
  const outcomes: ProbeOutcome[] = [];
  for (const probe of plan.probes) {
    scope.signal.throwIfAborted();
    const outcome = ip === undefined || !observation.ready ? notReady(probe) : judgeProbe(probe, await httpExchange(scope.sandbox, ip, plan.port, probe));
    if (tell) scope.emit({ type: 'probe', name: probe.name, ok: outcome.ok, message: outcome.message });
    outcomes.push(outcome);
  }
  return outcomes;
}

function notReady(probe: HttpProbe): ProbeOutcome {
  return { probe, ok: false, ms: 0, status: undefined, message: 'not asked: the service never became ready' };
}
