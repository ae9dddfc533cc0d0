import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerInfo } from '@dfm/contracts';
import { workOn, type ClaimedRunSetting } from './claimed-run.ts';
import { SiteUnreachable } from './site-client.ts';
import { sitePauses } from './until-reached.ts';

export interface WorkLoopSetting extends ClaimedRunSetting {
  /** What the site shows of this runner. */
  describe: () => Promise<RunnerInfo>;
  /** Runs at a time. */
  most: number;
  /** How long the site may hold a claim open. */
  claimWaitMs: number;
  /** Aborts when no more runs shall be claimed; those at work go on until `signal` aborts too. */
  draining: AbortSignal;
}

/** How soon a node that is to have more base images looks for them. */
const basesPauseMs = 5_000;
/** How soon a node that is not well looks again. */
const unwellPauseMs = 2_000;

/**
 * Claims and works until `draining` aborts, then waits for the runs at work. Goes on through any time the
 * site is away.
 */
export async function workLoop(setting: WorkLoopSetting): Promise<void> {
  const { client, log, describe, most, claimWaitMs, draining } = setting;
  const active = new Set<Promise<void>>();
  const pause = sitePauses();
  let unreachable = false;
  let well = true;
  while (!draining.aborted) {
    if (active.size >= most) {
      await Promise.race([...active, aborted(draining)]);
      continue;
    }
    try {
      const info = await describe();
      well = noteHealth(info.health, well, log);
      const waitMs = info.basesToCome.length > 0 ? Math.min(claimWaitMs, basesPauseMs) : claimWaitMs;
      // A node that is not well says so by the same call, and the site gives it nothing.
      const claim = await client.claim(info, well ? waitMs : 0, draining);
      pause.reset();
      if (unreachable) log.info('the site is back');
      unreachable = false;
      if (!well) await delay(unwellPauseMs, undefined, { signal: draining }).catch(() => undefined);
      if (claim === undefined) continue;
      // The claim may have been open for long. What would fail here by our fault is left to another attempt.
      well = noteHealth((await describe()).health, well, log);
      if (!well) {
        log.warn({ runId: claim.runId }, 'run left to another attempt: this node fell ill while it waited');
        continue;
      }
      const work = workOn(claim, setting).finally(() => active.delete(work));
      active.add(work);
    } catch (error) {
      if (draining.aborted) break;
      // Told once: a site that is being updated is away for a while.
      if (!unreachable)
        log.warn(
          { err: error },
          error instanceof SiteUnreachable
            ? 'the site cannot be reached; trying again'
            : 'the site refused this runner; trying again',
        );
      unreachable = true;
      await delay(pause.next(), undefined, { signal: draining }).catch(() => undefined);
    }
  }
  await Promise.all(active);
}

/** Tells a change, once. @returns whether the node is well */
function noteHealth(
  { ok, reasons }: RunnerInfo['health'],
  before: boolean,
  log: WorkLoopSetting['log'],
): boolean {
  if (before && !ok) log.error({ reasons }, 'this node takes no runs until it is well again');
  if (!before && ok) log.info('this node is well again and takes runs');
  return ok;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
