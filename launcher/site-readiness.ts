import { formatDuration } from '@dfm/contracts/quantity';
import type { CleanUps } from './clean-ups.ts';

/**
 * Polls a URL until it responds with success.
 *
 * @param logFile named in the error
 * @throws Error if it does not within the time, or everything is being stopped
 */
export async function waitFor(
  url: string,
  timeoutMs: number,
  logFile: string,
  cleanUps: CleanUps,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    const ok = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return;
    if (cleanUps.requested) throw new Error('stopped');
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${url} did not answer within ${formatDuration(timeoutMs)}; see ${logFile}`);
}

/** Polls the site until a runner accepts runs. @returns false if everything is being stopped in the meantime */
export async function runnerConnected(url: string, cleanUps: CleanUps): Promise<boolean> {
  while (!cleanUps.requested) {
    const runners = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => ((await response.json()) as { runners?: number }).runners ?? 0,
      () => 0,
    );
    if (runners > 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
