import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerInfo } from '@dfm/contracts';
import type { ClaimedRunSetting } from './attempt.ts';
import { workOn } from './claimed-run.ts';
import { SiteUnreachable } from './site-client.ts';
import { sitePauses } from './until-reached.ts';

export interface WorkLoopSetting extends ClaimedRunSetting {
  /** The information about this runner that the site shows. */
  describe: () => Promise<RunnerInfo>;
  /** Maximum number of concurrent runs. */
  maxRuns: number;
  /** How long the site may hold a claim open. */
  claimWaitMs: number;
  /** Aborts when no more runs are to be claimed; current ones continue until `signal` aborts too. */
  draining: AbortSignal;
}

/** How often a node that still prepares base images checks for them. */
const basesPauseMs = 5_000;
/** How often an unhealthy node checks its health. */
const unwellPauseMs = 2_000;

/**
 * Claims and executes runs until `draining` aborts, then waits for the current runs. Keeps retrying while the
 * site is unreachable.
 */
export async function workLoop(setting: WorkLoopSetting): Promise<void> {
  const { client, log, describe, maxRuns, claimWaitMs, draining } = setting;
  const active = new Set<Promise<void>>();
  const pause = sitePauses();
  let unreachable = false;
  let isHealthy = true;
  while (!draining.aborted) {
    if (active.size >= maxRuns) {
      await Promise.race([...active, aborted(draining)]);
      continue;
    }
    try {
      const info = await describe();
      isHealthy = noteHealth(info.health, isHealthy, log);
      const waitMs = info.basesToCome.length > 0 ? Math.min(claimWaitMs, basesPauseMs) : claimWaitMs;
      // An unhealthy node reports this with the same call, and the site gives it no run.
      const claim = await client.claim(info, isHealthy ? waitMs : 0, draining);
      pause.reset();
      if (unreachable) log.info('the site is reachable again');
      unreachable = false;
      if (!isHealthy) await delay(unwellPauseMs, undefined, { signal: draining }).catch(() => undefined);
      if (claim === undefined) continue;
      // The claim may have been open for long. A run that this node could only fail is left to another attempt.
      isHealthy = noteHealth((await describe()).health, isHealthy, log);
      if (!isHealthy) {
        log.warn(
          { runId: claim.runId },
          'run left to another attempt: this node became unhealthy while it waited',
        );
        continue;
      }
      const work = workOn(claim, setting).finally(() => active.delete(work));
      active.add(work);
    } catch (error) {
      if (draining.aborted) break;
      // Logged once, because a site that is being updated is unreachable for a while.
      if (!unreachable)
        log.warn(
          { err: error },
          error instanceof SiteUnreachable
            ? 'cannot reach the site; retrying'
            : 'the site rejected this runner; retrying',
        );
      unreachable = true;
      await delay(pause.next(), undefined, { signal: draining }).catch(() => undefined);
    }
  }
  await Promise.all(active);
}

/**
 * Logs a change of the node's health.
 *
 * @returns whether the node is healthy
 */
function noteHealth(
  { ok, reasons }: RunnerInfo['health'],
  before: boolean,
  log: WorkLoopSetting['log'],
): boolean {
  if (before && !ok) log.error({ reasons }, 'this node takes no runs until it is healthy again');
  if (!before && ok) log.info('this node is healthy again and takes runs');
  return ok;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
