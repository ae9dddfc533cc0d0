import type { HealthSettings } from '../engine/containers.ts';

/**
 * When the engine begins the first check that finds a service ready, in milliseconds since the container's
 * start: never earlier, however fast the node is. The engine waits an `--interval` before each check, and
 * within the `--start-period` a `--start-interval` until one has passed. How long a check itself takes is
 * left out.
 *
 * @param readyMs how long the service takes until it is ready; 0 for the first check of all
 */
export function checkBeginsMs(settings: HealthSettings, readyMs: number): number {
  return checkTimes(settings, readyMs).at(-1) ?? 0;
}

/**
 * Whether so many checks come before the service is ready that the engine calls it unhealthy, on the fastest
 * of nodes too.
 */
export function failsBeforeReady(settings: HealthSettings, readyMs: number): boolean {
  const early = checkTimes(settings, readyMs).slice(0, -1);
  return early.filter((atMs) => atMs >= settings.startPeriodMs).length >= settings.retries;
}

/** The longest until the engine calls a healthy service unhealthy, given how long a check takes to fail. */
export function slowestNoticeMs({ retries, intervalMs, timeoutMs }: HealthSettings, checkMs: number): number {
  return retries * (intervalMs + Math.min(checkMs, timeoutMs));
}

/** When checks begin, up to the first that does not come before `readyMs`. */
function checkTimes(
  { intervalMs, startPeriodMs, startIntervalMs }: HealthSettings,
  readyMs: number,
): number[] {
  const times: number[] = [];
  for (let atMs = 0; times.length === 0 || atMs < readyMs; times.push(atMs))
    atMs += atMs < startPeriodMs ? startIntervalMs : intervalMs;
  return times;
}
