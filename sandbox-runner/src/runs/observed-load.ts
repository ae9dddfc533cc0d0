import { setTimeout as delay } from 'node:timers/promises';
import type { LoadPlan, RunPlan } from '@dfm/contracts';
import type { ObservedLoad } from '@dfm/grading';
import { containerState } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import type { StartedContainer } from './observe-container.ts';
import { sendProbe } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

const readingsMax = 5;
const betweenReadingsMs = 100;

/**
 * Sends the first probe of the plan many times, and reads the memory of all processes of the service after a
 * warm-up and at the end. The first request that is not answered as expected ends the load.
 *
 * @returns undefined if the plan has no load, or there is no service that is ready
 */
export async function observeLoad(
  scope: RunScope,
  plan: RunPlan,
  started: StartedContainer,
): Promise<ObservedLoad | undefined> {
  const { load } = plan;
  const { container, observation } = started;
  if (load === undefined || !observation.ready) return undefined;
  const warmUp = await sendMany(scope, plan, started, load.warmUp, load.concurrency);
  if (warmUp.failure !== undefined)
    return { requests: 0, beforeBytes: undefined, afterBytes: undefined, failure: warmUp.failure };
  const beforeBytes = await residentBytes(scope, container);
  const { sent, failure } = await sendMany(scope, plan, started, load.requests, load.concurrency);
  return { requests: sent, beforeBytes, afterBytes: await residentBytes(scope, container), failure };
}

async function sendMany(
  scope: RunScope,
  plan: RunPlan,
  started: StartedContainer,
  requests: number,
  concurrency: LoadPlan['concurrency'],
): Promise<{ sent: number; failure: string | undefined }> {
  const [probe] = plan.probes;
  if (probe === undefined) return { sent: 0, failure: undefined };
  let begun = 0;
  let sent = 0;
  let failure: string | undefined;
  const send = async () => {
    while (begun < requests && failure === undefined) {
      begun += 1;
      const { ok, message } = await sendProbe(scope, plan, started, probe);
      if (ok) sent += 1;
      else failure ??= message;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, send));
  return { sent, failure };
}

/** The least of a few readings, because what the last requests needed is freed a moment later. */
async function residentBytes({ sandbox }: RunScope, container: EngineContainer): Promise<number | undefined> {
  const { pid } = await containerState(container);
  if (pid === undefined) return undefined;
  const readings: number[] = [];
  for (let reading = 0; reading < readingsMax; reading += 1) {
    await delay(betweenReadingsMs);
    const memory = await sandbox.memoryOf(pid);
    if (memory === undefined) return undefined;
    readings.push(memory.residentBytes);
  }
  return Math.min(...readings);
}
