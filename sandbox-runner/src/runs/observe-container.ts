import { setTimeout as delay } from 'node:timers/promises';
import type { HttpProbe, RunPlan } from '@dfm/contracts';
import type { ContainerObservation, ProbeOutcome } from '@dfm/grading';
import { ContainerClock } from '../clock/container-clock.ts';
import { type ContainerState, containerState, followOutput, lastOutput } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { LogCap } from '../engine/log-cap.ts';
import { httpExchange } from './http-exchange.ts';
import { judgeProbe } from './probe.ts';
import type { RunScope } from './run-scope.ts';
import { startOrRefusal } from './start-or-refusal.ts';

/**
 * Interval for polling a starting service: short compared with any start time, long compared with a round
 * trip.
 */
const pollMs = 50;
/** How long one answer about being ready may take. */
const readyAnswerMs = 2_000;
/** Interval while its port is closed. */
const closedPollMs = 250;
const logCapBytes = 64 * 1024;
const logTailLines = 40;
const logTailBytes = 4 * 1024;
/** A pid that no process has. */
const endedPid = 0;

export interface StartedContainer {
  container: EngineContainer;
  /** Address of the service; undefined once the container has exited. */
  ip: string | undefined;
  /** Started together with the container; undefined if that could not be started. */
  clock: ContainerClock | undefined;
  /** When it was found to be ready, in milliseconds since 1970. */
  readyAtMs: number | undefined;
  observation: ContainerObservation;
}

/** Streams a container's output as events until it ends, reaches the limit or `signal` aborts. */
export async function streamOutput(
  scope: RunScope,
  container: EngineContainer,
  signal: AbortSignal,
): Promise<void> {
  const cap = new LogCap(logCapBytes);
  for await (const { stream, bytes } of followOutput(container, signal)) {
    const text = cap.take(stream, bytes);
    if (text !== '') scope.emit({ type: 'log', source: 'run', stream, text });
    if (cap.full) return;
  }
}

/**
 * Starts a container and waits until its ready path answers 2xx, it exits, or the plan's time is up. A
 * container that cannot be started is an observation too.
 *
 * @param onStarted called once the container is running, before it is ready
 */
export async function startAndWait(
  scope: RunScope,
  plan: RunPlan,
  container: EngineContainer,
  onStarted?: () => void,
): Promise<StartedContainer> {
  const failure = await startOrRefusal(scope, container);
  const unstarted = { container, ip: undefined, clock: undefined, readyAtMs: undefined };
  if (failure !== undefined) return { ...unstarted, observation: { ...unseen, logTail: failure } };
  onStarted?.();
  const clock = await clockOf(scope, container);
  const observation = { ...unseen, uid: await uidOfMain(scope, container) };
  const started = { ...unstarted, clock, observation };
  const { pid } = await containerState(container);
  const readPort = pid === undefined ? undefined : await scope.sandbox.watchPort(pid, plan.port);
  const isReady = (ip: string, leftMs: number) =>
    answers2xx(scope, { ip, port: plan.port, path: plan.readyPath }, clock, Math.min(leftMs, readyAnswerMs));
  for (let polledAtMs = 0; ; await delay(pollMs)) {
    scope.signal.throwIfAborted();
    // Requests to the engine and the service use processor time that a starting service needs.
    const isClosed = (await readPort?.())?.isListening === false;
    if (isClosed && performance.now() - polledAtMs < closedPollMs) continue;
    polledAtMs = performance.now();
    const { running, ip, exitCode, oomKilled } = await containerState(container);
    if (!running) return { ...started, observation: { ...observation, exitCode, oomKilled } };
    const leftMs = plan.readyTimeoutMs - (await clock.elapsedMs());
    if (leftMs <= 0) return { ...started, ip };
    if (!isClosed && ip !== undefined && (await isReady(ip, leftMs))) {
      // An entrypoint may change its user before it starts the service, so the user counts once the service is
      // ready.
      const readyMs = await clock.elapsedMs();
      return {
        ...started,
        ip,
        readyAtMs: Date.now(),
        observation: {
          ...observation,
          ready: true,
          readyMs,
          uid: (await uidOfMain(scope, container)) ?? observation.uid,
        },
      };
    }
  }
}

/**
 * Starts a clock for a container that was just started. If it has already exited, the clock subtracts no lost
 * time.
 */
export async function clockOf({ sandbox }: RunScope, container: EngineContainer): Promise<ContainerClock> {
  const { pid } = await containerState(container);
  return ContainerClock.start(sandbox, pid ?? endedPid);
}

async function uidOfMain({ sandbox }: RunScope, container: EngineContainer): Promise<number | undefined> {
  const { pid } = await containerState(container);
  return pid === undefined ? undefined : sandbox.uidOf(pid);
}

const unseen: ContainerObservation = {
  ready: false,
  readyMs: undefined,
  uid: undefined,
  exitCode: undefined,
  oomKilled: false,
  probes: [],
  logTail: '',
};

/** Whether a GET request is answered with 2xx within the time. */
export async function answers2xx(
  { sandbox }: RunScope,
  { ip, port, path }: { ip: string; port: number; path: string },
  clock: ContainerClock,
  timeoutMs: number,
): Promise<boolean> {
  const answer = await clock.within(timeoutMs, (deadline) =>
    httpExchange(sandbox, ip, port, { method: 'GET', path, timeoutMs }, deadline),
  );
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

/**
 * Sends the probes one after another. If the service is not ready, each fails with the reason.
 *
 * @param emitAs the name with which the learner sees a probe; without it, no events are sent
 */
export async function probeService(
  scope: RunScope,
  plan: RunPlan,
  started: StartedContainer,
  emitAs?: (probe: HttpProbe) => string,
): Promise<ProbeOutcome[]> {
  const outcomes: ProbeOutcome[] = [];
  for (const probe of plan.probes) {
    scope.signal.throwIfAborted();
    const outcome = await sendProbe(scope, plan, started, probe);
    if (emitAs !== undefined)
      scope.emit({ type: 'probe', name: emitAs(probe), ok: outcome.ok, message: outcome.message });
    outcomes.push(outcome);
  }
  return outcomes;
}

/** Sends one probe. If the service is not ready, it fails with the reason. */
export async function sendProbe(
  { sandbox }: RunScope,
  { port }: Pick<RunPlan, 'port'>,
  { ip, clock, observation }: StartedContainer,
  probe: HttpProbe,
): Promise<ProbeOutcome> {
  if (ip === undefined || clock === undefined || !observation.ready) return notReady(probe);
  return judgeProbe(
    probe,
    await clock.within(probe.timeoutMs, (deadline) => httpExchange(sandbox, ip, port, probe, deadline)),
  );
}

function notReady(probe: HttpProbe): ProbeOutcome {
  return { probe, ok: false, ms: 0, status: undefined, message: 'not sent: the service never became ready' };
}

/** Completes the observation with the container's final state. */
export async function closed(
  { container, observation }: StartedContainer,
  state: ContainerState,
): Promise<ContainerObservation> {
  const logTail =
    observation.logTail === ''
      ? await lastOutput(container, logTailLines, logTailBytes)
      : observation.logTail;
  return {
    ...observation,
    logTail,
    exitCode: observation.exitCode ?? state.exitCode,
    oomKilled: observation.oomKilled || state.oomKilled,
  };
}
