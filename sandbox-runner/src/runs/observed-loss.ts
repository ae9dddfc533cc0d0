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
/** How long it must stay alive afterwards: a service that ends because of the file ends soon. */
const staysAliveMs = 1_000;

/**
 * Removes a file that a service needs to be ready, waits until it reports that it is not, and then asks for a
 * while whether it is still alive.
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
  /** Asks until there is no answer with 2xx, or the time is over. @returns whether all answers were 2xx */
  const staysSo = async (path: string, forMs: number) => {
    const endMs = (await clock.elapsedMs()) + forMs;
    for (;;) {
      scope.signal.throwIfAborted();
      if (!(await is2xx(path))) return false;
      if ((await clock.elapsedMs()) >= endMs) return true;
      await delay(pollMs);
    }
  };
  const noticed = !(await staysSo(readyPath, noticeMs));
  return { noticed, alive: await staysSo(alive.path, staysAliveMs) };
}
