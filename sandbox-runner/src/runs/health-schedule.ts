import type { HealthSettings } from '../engine/containers.ts';

/**
 * The earliest time at which the engine starts a check that finds the service ready, in milliseconds since
 * the container's start, even on the fastest node. The engine waits one `--interval` before each check, or,
 * within the `--start-period`, one `--start-interval` until a check has passed. The duration of the check
 * itself is not included.
 *
 * @param readyMs time until the service is ready; 0 for the very first check
 */
export function checkStartsMs(settings: HealthSettings, readyMs: number): number {
  return checkTimes(settings, readyMs).at(-1) ?? 0;
}

/**
 * Whether so many checks fail before the service is ready that the engine reports it as unhealthy, even on
 * the fastest node.
 */
export function failsBeforeReady(settings: HealthSettings, readyMs: number): boolean {
  const early = checkTimes(settings, readyMs).slice(0, -1);
  return early.filter((atMs) => atMs >= settings.startPeriodMs).length >= settings.retries;
}

/**
 * The longest time until the engine reports a healthy service as unhealthy, given how long a check takes to
 * fail.
 */
export function slowestNoticeMs({ retries, intervalMs, timeoutMs }: HealthSettings, checkMs: number): number {
  return retries * (intervalMs + Math.min(checkMs, timeoutMs));
}

/** Start times of checks, up to the first at or after `readyMs`. */
function checkTimes(
  { intervalMs, startPeriodMs, startIntervalMs }: HealthSettings,
  readyMs: number,
): number[] {
  const times: number[] = [];
  for (let atMs = 0; times.length === 0 || atMs < readyMs; times.push(atMs))
    atMs += atMs < startPeriodMs ? startIntervalMs : intervalMs;
  return times;
}
