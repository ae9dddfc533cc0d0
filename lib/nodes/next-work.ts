import 'server-only';
import type { ClaimRequest, RunnerInfo } from '@dfm/contracts';
import { type QueueTopic, notifications } from '../db/notifications.ts';
import { noteRunner } from './runners.ts';

/** The longest time for which a queue leaves work to a different runner that is better suited. */
export const LEFT_TO_OTHER_MS = 1_000;

/**
 * Gives a runner the next piece of work from a queue, and waits for one if there is none. An unhealthy runner
 * gets none.
 *
 * @param take removes the next one from the queue, if there is one for this runner
 * @param signal aborted when the runner disconnects; nothing is taken after that
 * @returns undefined if there was nothing within `waitMs`
 */
export async function nextWork<Work>(
  { runner, waitMs }: ClaimRequest,
  signal: AbortSignal,
  queue: QueueTopic,
  take: (runner: RunnerInfo) => Promise<Work | undefined>,
): Promise<Work | undefined> {
  const until = performance.now() + waitMs;
  await noteRunner(runner);
  const waiter = await notifications().wait(queue);
  signal.addEventListener('abort', waiter.close, { once: true });
  // Whether nothing can become available without a notification.
  let isSettled = false;
  try {
    while (!signal.aborted) {
      const work = runner.health.ok ? await take(runner) : undefined;
      if (work !== undefined) return work;
      const leftMs = until - performance.now();
      if (leftMs <= 0) return undefined;
      // Work that is left to a different runner becomes available when that time is over, without a notification.
      isSettled = !(await waiter.next(isSettled ? leftMs : Math.min(leftMs, LEFT_TO_OTHER_MS)));
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', waiter.close);
    waiter.close();
  }
}
