import { setTimeout as delay } from 'node:timers/promises';
import type { AlivePlan, RunPlan } from '@dfm/contracts';
import type { ObservedAlive } from '@dfm/grading';
import { containerState } from '../engine/containers.ts';
import type { EngineContainer } from '../engine/engine-types.ts';
import { answers2xx, clockOf } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

/** A few requests in each second of loading. */
const pollMs = 100;
const answerMs = 2_000;

/**
 * Starts a container, and asks it meanwhile whether it is alive and whether it is ready.
 *
 * @param start calls `onStarted` once the container is running, and resolves when it is ready or will never
 *   be
 * @returns what `start` returned, and what was observed if the plan requires it and the container was started
 */
export async function watchingAlive<T>(
  scope: RunScope,
  plan: RunPlan,
  container: EngineContainer,
  start: (onStarted: () => void) => Promise<T>,
): Promise<[T, ObservedAlive | undefined]> {
  let isOver = false;
  let watching: Promise<ObservedAlive | undefined> | undefined;
  try {
    const started = await start(() => {
      watching = observeAlive(scope, plan, container, () => isOver);
      // Awaited below. If the engine is lost meanwhile, this must end the run, not the process.
      watching.catch(() => undefined);
    });
    isOver = true;
    return [started, await watching];
  } finally {
    isOver = true;
  }
}

async function observeAlive(
  scope: RunScope,
  plan: RunPlan,
  container: EngineContainer,
  isOver: () => boolean,
): Promise<ObservedAlive | undefined> {
  if (plan.alive === undefined) return undefined;
  const ask = await asks(scope, plan, container, plan.alive);
  const seen: ObservedAlive = { firstMs: undefined, beforeReady: false, lost: false, afterwards: false };
  while (!isOver()) {
    scope.signal.throwIfAborted();
    const { alive, atMs } = await ask.alive();
    if (alive) seen.firstMs ??= atMs;
    // A service that is not ready after it was alive was not ready at that time either.
    const ready = await ask.ready();
    if (alive && !ready) seen.beforeReady = true;
    if (!alive && seen.firstMs !== undefined && !ready) seen.lost = true;
    await delay(pollMs);
  }
  seen.afterwards = (await ask.alive()).alive && (await ask.ready());
  return seen;
}

async function asks(scope: RunScope, plan: RunPlan, container: EngineContainer, { path }: AlivePlan) {
  const clock = await clockOf(scope, container);
  const is2xx = async (of: string) => {
    const { ip } = await containerState(container);
    return ip !== undefined && (await answers2xx(scope, { ip, port: plan.port, path: of }, clock, answerMs));
  };
  return {
    async alive() {
      const alive = await is2xx(path);
      return { alive, atMs: await clock.elapsedMs() };
    },
    ready: () => is2xx(plan.readyPath),
  };
}
