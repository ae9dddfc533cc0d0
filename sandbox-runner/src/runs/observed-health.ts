import { setTimeout as delay } from 'node:timers/promises';
import type { RunPlan } from '@dfm/contracts';
import type { HealthObservation } from '@dfm/grading';
import { containerState, type ContainerState, type HealthSettings } from '../engine/containers.ts';
import { runCheck } from './check-command.ts';
import { checkStartsMs, failsBeforeReady } from './health-schedule.ts';
import type { StartedContainer } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 50;
const outputCharacters = 500;
/**
 * How much longer to wait if no check of the ready service has ended. The engine may be slow to start one,
 * and one that hangs never ends.
 */
const extraWaitMs = 5_000;
/** Maximum duration of a check that the runner starts itself. */
const ownCheckMs = 10_000;
/** The engine's exit code for a check that exceeded its `--timeout`. */
const timedOut = -1;

/** What is known of a container's health before its HEALTHCHECK is watched. */
export interface HealthWatch {
  settings: HealthSettings;
  /** Time until the service was ready, by the container's clock; undefined if it never was. */
  readyMs: number | undefined;
  /** When it was found to be ready, in milliseconds since 1970. */
  readyAtMs: number | undefined;
  /** How long it may take to turn healthy. */
  withinMs: number;
}

/**
 * Runs the image's HEALTHCHECK and, if it does not pass, waits until the engine's status is final. Times that
 * follow from the settings are derived from them. A check that came before the service was ready on a slow
 * node proves nothing, so this waits a while for one that started later.
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
  const passedMs = await passesImmediately(scope, container, watch);
  if (passedMs !== undefined)
    return {
      declared: true,
      status: 'healthy',
      firstCheckMs: checkStartsMs(settings, 0),
      dueMs: dueMs(watch),
      passedMs,
      lastOutput: '',
    };
  for (;;) {
    scope.signal.throwIfAborted();
    const state = await containerState(container);
    if (!state.running || isFinal(state, watch, await clock.elapsedMs()))
      return observationOf(scope, container, state, watch);
    await delay(pollMs);
  }
}

/**
 * Runs the check of a ready service once, instead of waiting up to an interval until the engine does. The
 * time at which the engine would have run it follows from the settings.
 *
 * @returns its duration; undefined if it did not pass, or if the settings allow no check of the ready service
 *   in time
 */
async function passesImmediately(
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
 * Whether nothing that may still happen changes the verdict on a running container.
 *
 * @param elapsedMs by the container's clock
 */
export function isFinal(
  { health }: Pick<ContainerState, 'health'>,
  watch: HealthWatch,
  elapsedMs: number,
): boolean {
  const { settings, readyMs, withinMs } = watch;
  if (health?.status === 'healthy' || dueMs(watch) > withinMs) return true;
  const checks = checksOfReady(health, watch);
  if (
    health?.status === 'unhealthy' &&
    (checks.length >= Math.min(settings.retries, recordedChecks) ||
      readyMs === undefined ||
      failsBeforeReady(settings, readyMs))
  )
    return true;
  return elapsedMs >= withinMs + (checks.length > 0 || readyMs === undefined ? 0 : extraWaitMs);
}

/** The number of checks that the engine keeps. */
const recordedChecks = 5;

/** The recorded checks that started when the service was ready. */
function checksOfReady(health: ContainerState['health'], { readyAtMs }: HealthWatch) {
  return health?.probes.filter((probe) => readyAtMs !== undefined && probe.startMs >= readyAtMs) ?? [];
}

function dueMs({ settings, readyMs }: HealthWatch): number {
  return checkStartsMs(settings, readyMs ?? 0);
}

async function observationOf(
  scope: RunScope,
  container: StartedContainer['container'],
  { health, running }: ContainerState,
  watch: HealthWatch,
): Promise<HealthObservation> {
  const { settings } = watch;
  const observed: HealthObservation = {
    declared: true,
    status: health?.status ?? 'starting',
    firstCheckMs: checkStartsMs(settings, 0),
    dueMs: dueMs(watch),
    lastOutput: (health?.probes.at(-1)?.output ?? '').slice(0, outputCharacters).replaceAll('\0', '\uFFFD'),
  };
  if (!running || observed.status === 'healthy') return observed;
  // The engine's time limits are wall-clock time. In case the node was busy, the command is run again with its
  // own clock.
  const wasCutOff = checksOfReady(health, watch).at(-1)?.exitCode === timedOut;
  if (!wasCutOff) return observed;
  const outcome = await runCheck(scope, container, settings.command, settings.timeoutMs);
  return outcome.kind === 'ended' && outcome.passed ? { ...observed, status: 'healthy' } : observed;
}
