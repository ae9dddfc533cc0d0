import { setTimeout as delay } from 'node:timers/promises';
import type { RunPlan } from '@dfm/contracts';
import type { FrozenCheck } from '@dfm/grading';
import {
  containerState,
  createContainer,
  removeContainer,
  startContainer,
  type ContainerSpec,
  type ContainerState,
  type HealthSettings,
} from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { runCheck } from './check-command.ts';
import { slowestNoticeMs } from './health-schedule.ts';
import { clockOf } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

/** Added to twice the usual duration of a check as the maximum wait if only its result matters. */
const extraWaitMs = 3_000;
/** If a check is still running this long after it sent its request, it waits for the answer. */
const answerWaitMs = 300;
/** Maximum wait for a check without a service. If nothing is listening, waiting for an answer is pointless. */
const aloneWaitMs = 10_000;
const pollMs = 50;

/**
 * Breaks a service the way services hang in production: its processes stop, its port stays open, and there is
 * no answer. Then runs the command of the image's HEALTHCHECK, instead of waiting an interval until the
 * engine does, and resumes the service. If the plan limits the time until the container must turn unhealthy,
 * the check's time to failure is measured up to that limit. Otherwise, a check is considered to be waiting
 * for an answer once its request is unread and it has not ended for a while.
 *
 * @returns undefined if the container has exited, because there is no service to break
 */
export async function frozenCheck(
  scope: RunScope,
  container: EngineContainer,
  settings: HealthSettings,
  { port, unhealthyWithinMs }: Pick<RunPlan, 'port' | 'unhealthyWithinMs'>,
  passedMs: number | undefined,
): Promise<FrozenCheck | undefined> {
  const before = await containerState(container);
  const usualMs = passedMs ?? usualCheckMs(before);
  if (!(await signalled(scope, container, 'STOP'))) return undefined;
  const outcome = await runCheck(
    scope,
    container,
    settings.command,
    Math.min(settings.timeoutMs, unhealthyWithinMs ?? 2 * usualMs + extraWaitMs),
    unhealthyWithinMs === undefined ? await waitsForAnswer(scope, before.pid, port) : undefined,
  );
  await signalled(scope, container, 'CONT');
  const passed = outcome.kind === 'ended' && outcome.passed;
  const checkMs = outcome.kind === 'ended' ? outcome.ms : undefined;
  return { passed, checkMs, slowestMs: slowestNoticeMs(settings, checkMs ?? settings.timeoutMs) };
}

/**
 * Returns a function that reports whether the stopped service has received a request since now whose sender
 * is still waiting for the answer.
 */
async function waitsForAnswer(
  { sandbox }: RunScope,
  pid: number | undefined,
  port: number,
): Promise<(ms: number) => Promise<boolean>> {
  const readPort = pid === undefined ? undefined : await sandbox.watchPort(pid, port);
  const unread = async () => (await readPort?.())?.unread ?? 0;
  const unreadBefore = await unread();
  let requestedAtMs: number | undefined;
  return async (ms) => {
    if (requestedAtMs === undefined && (await unread()) > unreadBefore) requestedAtMs = ms;
    return requestedAtMs !== undefined && ms - requestedAtMs >= answerWaitMs;
  };
}

/**
 * Runs the command of the image's HEALTHCHECK in a separate container without the service.
 *
 * @returns whether it passes there, which a check that contacts the service cannot
 */
export async function passesAlone(
  scope: RunScope,
  spec: ContainerSpec,
  { command, timeoutMs }: HealthSettings,
): Promise<boolean> {
  const container = await createContainer(scope.engine, { ...spec, command });
  try {
    if ((await startContainer(container)) !== undefined) return false;
    const clock = await clockOf(scope, container);
    for (;;) {
      scope.signal.throwIfAborted();
      const { running, exitCode } = await containerState(container);
      if (!running) return exitCode === 0;
      if ((await clock.elapsedMs()) >= Math.min(timeoutMs, aloneWaitMs)) return false;
      await delay(pollMs);
    }
  } finally {
    await removeContainer(container);
  }
}

/** Duration of the latest check that passed; 0 if none has. */
function usualCheckMs({ health }: Pick<ContainerState, 'health'>): number {
  const passed = health?.probes.findLast((probe) => probe.exitCode === 0);
  return passed === undefined ? 0 : Math.max(0, passed.endMs - passed.startMs);
}

/**
 * Sends a signal to all processes of the service.
 *
 * @returns false if the container has exited
 */
async function signalled(
  scope: RunScope,
  container: EngineContainer,
  signal: 'STOP' | 'CONT',
): Promise<boolean> {
  const { pid } = await containerState(container);
  if (pid === undefined) return false;
  try {
    await scope.sandbox.signalTree(pid, signal);
    return true;
  } catch (error) {
    // The container may have exited a moment ago. If it is running and cannot be signalled, the platform is to
    // blame.
    if ((await containerState(container)).running) throw error;
    return false;
  }
}
