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

/** How much longer than it usually takes a check is waited for where only its answer matters. */
const patienceMs = 3_000;
/** How long a check that has sent its request may take to show that it does not wait for the answer. */
const answerPatienceMs = 300;
/** Where nothing listens, no answer is worth waiting for. */
const alonePatienceMs = 10_000;
const pollMs = 50;

/**
 * Breaks a service as it breaks in earnest: its processes stop, its port stays open, and no answer comes.
 * Then runs the command of the image's HEALTHCHECK, rather than wait an interval until the engine does, and
 * lets the service go on. Where the plan says within what time the container must turn unhealthy, how long
 * the check takes to fail is measured up to there. Otherwise a check is known to wait for an answer once its
 * request lies unread and it does not end for a while.
 *
 * @returns undefined where the container has ended: there is no service to break
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
    Math.min(settings.timeoutMs, unhealthyWithinMs ?? 2 * usualMs + patienceMs),
    unhealthyWithinMs === undefined ? await waitsForAnswer(scope, before.pid, port) : undefined,
  );
  await signalled(scope, container, 'CONT');
  const passed = outcome.kind === 'ended' && outcome.passed;
  const checkMs = outcome.kind === 'ended' ? outcome.ms : undefined;
  return { passed, checkMs, slowestMs: slowestNoticeMs(settings, checkMs ?? settings.timeoutMs) };
}

/**
 * Tells of the stopped service whether a request has come since now, and its sender has waited for the
 * answer.
 */
async function waitsForAnswer(
  { sandbox }: RunScope,
  pid: number | undefined,
  port: number,
): Promise<(ms: number) => boolean> {
  const look = pid === undefined ? () => undefined : await sandbox.watchPort(pid, port);
  const unreadBefore = look()?.unread ?? 0;
  let askedAtMs: number | undefined;
  return (ms) => {
    if (askedAtMs === undefined && (look()?.unread ?? 0) > unreadBefore) askedAtMs = ms;
    return askedAtMs !== undefined && ms - askedAtMs >= answerPatienceMs;
  };
}

/**
 * Runs the command of the image's HEALTHCHECK in a container of its own, in which no service was started.
 *
 * @returns whether it passes there, which no check does that asks the service
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
      if ((await clock.elapsedMs()) >= Math.min(timeoutMs, alonePatienceMs)) return false;
      await delay(pollMs);
    }
  } finally {
    await removeContainer(container);
  }
}

/** How long the newest check that passed took; 0 where none has. */
function usualCheckMs({ health }: Pick<ContainerState, 'health'>): number {
  const passed = health?.probes.findLast((probe) => probe.exitCode === 0);
  return passed === undefined ? 0 : Math.max(0, passed.endMs - passed.startMs);
}

/** Signals all processes of the service. @returns false when the container has ended */
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
    // It may have ended a moment ago; a running one that takes no signal is a fault of ours.
    if ((await containerState(container)).running) throw error;
    return false;
  }
}
