import { setTimeout as delay } from 'node:timers/promises';
import type { RunPlan } from '@dfm/contracts';
import type { FrozenHealth, RunEvidence } from '@dfm/grading';
import { containerState, healthTiming, type ContainerState, type HealthTiming } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import type { RunScope } from './run-scope.ts';
import { noticeWithin } from './time-tolerance.ts';

const pollMs = 200;

/**
 * Breaks a healthy service as it breaks in earnest: its processes stop, its port stays open, and no answer comes. Then
 * watches whether the image's HEALTHCHECK notices, and lets the service go on.
 * @returns undefined where the plan does not ask for it or there is no healthy container to break
 */
export async function frozenHealth(scope: RunScope, plan: RunPlan, timeFactor: number, container: EngineContainer, health: RunEvidence['normal']['health']): Promise<FrozenHealth | undefined> {
  const { unhealthyWithinMs } = plan;
  if (unhealthyWithinMs === undefined || health.status !== 'healthy') return undefined;
  const timing = await healthTiming(container);
  if (!(await signalled(scope, container, 'STOP'))) return undefined;
  const stoppedAtMs = Date.now();
  for (;;) {
    scope.signal.throwIfAborted();
    const elapsedMs = Date.now() - stoppedAtMs;
    const seen = judgeFrozen(await containerState(container), timing, { stoppedAtMs, elapsedMs, withinMs: unhealthyWithinMs, timeFactor });
    if (seen !== undefined) {
      await signalled(scope, container, 'CONT');
      return seen;
    }
    await delay(pollMs);
  }
}

/** Signals all processes of the service. @returns false when the container has ended */
async function signalled(scope: RunScope, container: EngineContainer, signal: 'STOP' | 'CONT'): Promise<boolean> {
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

interface Watch {
  /** Milliseconds since 1970. */
  stoppedAtMs: number;
  elapsedMs: number;
  withinMs: number;
  timeFactor: number;
}

/**
 * What the engine's record says so far; undefined while it may still change. A check that began before the stop says
 * nothing, however it ended.
 */
export function judgeFrozen({ health }: Pick<ContainerState, 'health'>, { intervalMs, timeoutMs, retries }: HealthTiming, { stoppedAtMs, elapsedMs, withinMs, timeFactor }: Watch): FrozenHealth | undefined {
  const slowestMs = retries * (intervalMs + timeoutMs);
  if (health?.status === 'unhealthy') return { verdict: 'noticed', ms: elapsedMs, slowestMs };
  const passed = health?.probes.find((probe) => probe.startMs >= stoppedAtMs && probe.exitCode === 0);
  if (passed !== undefined) return { verdict: 'missed', ms: passed.endMs - stoppedAtMs, slowestMs };
  return elapsedMs >= noticeWithin(withinMs, slowestMs, timeFactor) ? { verdict: 'undecided', ms: elapsedMs, slowestMs } : undefined;
}
