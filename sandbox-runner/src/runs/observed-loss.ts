import { setTimeout as delay } from 'node:timers/promises';
import type { RunPlan } from '@dfm/contracts';
import type { ObservedLoss } from '@dfm/grading';
import { removeMounted } from './mounted-files.ts';
import { answers2xx, type StartedContainer } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

const pollMs = 100;
const answerMs = 2_000;
/** How long a service may take to find out that it lacks a file. */
const noticeMs = 10_000;

/**
 * Removes a file that a service needs to be ready, and waits until it reports that it is not.
 *
 * @param purpose of the volume with the service's files
 * @returns undefined if the plan does not require it, or there is no service that is ready
 */
export async function observeLoss(
  scope: RunScope,
  { alive, port, readyPath }: RunPlan,
  { ip, clock, observation }: StartedContainer,
  purpose: string,
): Promise<ObservedLoss | undefined> {
  if (alive?.loses === undefined || ip === undefined || clock === undefined || !observation.ready)
    return undefined;
  const is2xx = (path: string) => answers2xx(scope, { ip, port, path }, clock, answerMs);
  await removeMounted(scope, purpose, alive.loses);
  const endMs = (await clock.elapsedMs()) + noticeMs;
  for (;;) {
    scope.signal.throwIfAborted();
    const ready = await is2xx(readyPath);
    if (!ready || (await clock.elapsedMs()) >= endMs)
      return { noticed: !ready, alive: await is2xx(alive.path) };
    await delay(pollMs);
  }
}
