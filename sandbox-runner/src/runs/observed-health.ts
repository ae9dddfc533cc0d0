import { setTimeout as delay } from 'node:timers/promises';
import type { RunPlan } from '@dfm/contracts';
import type { HealthObservation } from '@dfm/grading';
import { containerState, type ContainerState, type HealthSettings } from '../engine/containers.ts';
import { runCheck } from './check-command.ts';
import { checkBeginsMs, failsBeforeReady } from './health-schedule.ts';
import type { StartedContainer } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 50;
const outputCharacters = 500;
/**
 * How much longer is waited where no check of the ready service has ended. The engine may be slow to begin
 * one, and one that hangs never ends.
 */
const unaskedMs = 5_000;
/** How long a check may take that does not wait for the engine's turn. */
const ownCheckMs = 10_000;
/** The engine's exit code of a check that it ended because its `--timeout` was over. */
const timedOut = -1;

/** What is known of a container's health before its HEALTHCHECK is watched. */
export interface HealthWatch {
  settings: HealthSettings;
  /** How long the service took until it was ready, by the container's clock; undefined where it never was. */
  readyMs: number | undefined;
  /** When that was seen, in milliseconds since 1970. */
  readyAtMs: number | undefined;
  /** How long it may take to turn healthy. */
  withinMs: number;
}

/**
 * Runs the image's HEALTHCHECK, and where it does not pass, waits until the engine's word on it is final.
 * What the settings decide is taken from them. A check that came before a slow node had the service ready
 * says nothing, so one that began after it is awaited for a while.
 */
export async function observeHealth(
  scope: RunScope,
  plan: RunPlan,
  { container, clock, readyAtMs, observation }: StartedContainer,
  settings: HealthSettings | undefined,
): Promise<HealthObservation> {
  if (settings === undefined || clock === undefined)
    return {
      declared: settings !== undefined,
      status: settings === undefined ? 'none' : 'starting',
      firstCheckMs: undefined,
      dueMs: undefined,
      lastOutput: '',
    };
  const watch: HealthWatch = {
    settings,
    readyMs: observation.readyMs,
    readyAtMs,
    withinMs: plan.healthyWithinMs,
  };
  const passedMs = await passesAtOnce(scope, container, watch);
  if (passedMs !== undefined)
    return {
      declared: true,
      status: 'healthy',
      firstCheckMs: checkBeginsMs(settings, 0),
      dueMs: dueMs(watch),
      passedMs,
      lastOutput: '',
    };
  for (;;) {
    scope.signal.throwIfAborted();
    const state = await containerState(container);
    if (!state.running || isFinal(state, watch, await clock.elapsedMs()))
      return judged(scope, container, state, watch);
    await delay(pollMs);
  }
}

/**
 * Runs the check of a ready service once, instead of waiting up to an interval until the engine does. When
 * the engine would have run it follows from the settings.
 *
 * @returns how long it took to pass; undefined where it did not pass, or where the settings let no check of
 *   the ready service come in time
 */
async function passesAtOnce(
  scope: RunScope,
  container: StartedContainer['container'],
  watch: HealthWatch,
): Promise<number | undefined> {
  const { settings, readyMs, withinMs } = watch;
  if (readyMs === undefined || dueMs(watch) > withinMs || failsBeforeReady(settings, readyMs))
    return undefined;
  const outcome = await runCheck(
    scope,
    container,
    settings.command,
    Math.min(settings.timeoutMs, ownCheckMs),
  );
  return outcome.kind === 'ended' && outcome.passed ? outcome.ms : undefined;
}

/**
 * Whether nothing that may still come changes the verdict on a running container. @param elapsedMs by its
 * clock
 */
export function isFinal(
  { health }: Pick<ContainerState, 'health'>,
  watch: HealthWatch,
  elapsedMs: number,
): boolean {
  const { settings, readyMs, withinMs } = watch;
  if (health?.status === 'healthy' || dueMs(watch) > withinMs) return true;
  const asked = checksOfReady(health, watch);
  if (
    health?.status === 'unhealthy' &&
    (asked.length >= Math.min(settings.retries, recordedChecks) ||
      readyMs === undefined ||
      failsBeforeReady(settings, readyMs))
  )
    return true;
  return elapsedMs >= withinMs + (asked.length > 0 || readyMs === undefined ? 0 : unaskedMs);
}

/** As many the engine keeps. */
const recordedChecks = 5;

/** The recorded checks that began when the service was ready. */
function checksOfReady(health: ContainerState['health'], { readyAtMs }: HealthWatch) {
  return health?.probes.filter((probe) => readyAtMs !== undefined && probe.startMs >= readyAtMs) ?? [];
}

function dueMs({ settings, readyMs }: HealthWatch): number {
  return checkBeginsMs(settings, readyMs ?? 0);
}

async function judged(
  scope: RunScope,
  container: StartedContainer['container'],
  { health, running }: ContainerState,
  watch: HealthWatch,
): Promise<HealthObservation> {
  const { settings } = watch;
  const observed: HealthObservation = {
    declared: true,
    status: health?.status ?? 'starting',
    firstCheckMs: checkBeginsMs(settings, 0),
    dueMs: dueMs(watch),
    lastOutput: (health?.probes.at(-1)?.output ?? '').slice(0, outputCharacters).replaceAll('\0', '\uFFFD'),
  };
  if (!running || observed.status === 'healthy') return observed;
  // The engine's time limits go by the clock on the wall: on a busy node the command is asked once more by
  // its own.
  const wasCutOff = checksOfReady(health, watch).at(-1)?.exitCode === timedOut;
  if (!wasCutOff) return observed;
  const outcome = await runCheck(scope, container, settings.command, settings.timeoutMs);
  return outcome.kind === 'ended' && outcome.passed ? { ...observed, status: 'healthy' } : observed;
}
