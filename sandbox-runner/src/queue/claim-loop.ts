import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerInfo } from '@dfm/contracts';
import type { Logger } from 'pino';
import { SiteUnreachable } from './site-client.ts';
import { sitePauses } from './until-reached.ts';

/** How a runner claims work of one kind. */
export interface ClaimLoopSetting {
  log: Logger;
  /** The information about this runner that the site shows. */
  describe: () => Promise<RunnerInfo>;
  /** How long the site may hold a claim open. */
  claimWaitMs: number;
  /** Aborts when nothing more is to be claimed; current work continues. */
  draining: AbortSignal;
}

interface ClaimedWork<Claim> {
  /** The kind of work, for the log. */
  kind: 'runs' | 'terminals';
  /** Maximum number of claims that are worked on at the same time. */
  max: number;
  /** @returns undefined if there was nothing within `waitMs` */
  claim: (info: RunnerInfo, waitMs: number, signal: AbortSignal) => Promise<Claim | undefined>;
  /** Must not throw. */
  workOn: (claim: Claim) => Promise<void>;
  /** What the log shows of a claim. */
  logged: (claim: Claim) => object;
}

/** How often a node that still prepares base images checks for them. */
const basesPauseMs = 5_000;
/** How often an unhealthy node checks its health. */
const unwellPauseMs = 2_000;

/**
 * Claims work and does it until `draining` aborts, then waits for the current work. Keeps retrying while the
 * site is unreachable.
 */
export async function claimLoop<Claim>(
  { log, describe, claimWaitMs, draining }: ClaimLoopSetting,
  { kind, max, claim: claimNext, workOn, logged }: ClaimedWork<Claim>,
): Promise<void> {
  const active = new Set<Promise<void>>();
  const pause = sitePauses();
  let unreachable = false;
  let isHealthy = true;
  while (!draining.aborted) {
    if (active.size >= max) {
      await Promise.race([...active, aborted(draining)]);
      continue;
    }
    try {
      const info = await describe();
      isHealthy = noteHealth(info.health, isHealthy, kind, log);
      const waitMs = info.basesToCome.length > 0 ? Math.min(claimWaitMs, basesPauseMs) : claimWaitMs;
      // An unhealthy node reports this with the same call, and the site gives it no work.
      const claim = await claimNext(info, isHealthy ? waitMs : 0, draining);
      pause.reset();
      if (unreachable) log.info('the site is reachable again');
      unreachable = false;
      if (!isHealthy) await delay(unwellPauseMs, undefined, { signal: draining }).catch(() => undefined);
      if (claim === undefined) continue;
      // The claim may have been open for long. Work that this node could only fail is left to another attempt.
      isHealthy = noteHealth((await describe()).health, isHealthy, kind, log);
      if (!isHealthy) {
        log.warn(logged(claim), 'left to another attempt: this node became unhealthy while the claim waited');
        continue;
      }
      const work = workOn(claim).finally(() => active.delete(work));
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
  kind: string,
  log: Logger,
): boolean {
  if (before && !ok) log.error({ reasons }, `this node takes no ${kind} until it is healthy again`);
  if (!before && ok) log.info(`this node is healthy again and takes ${kind}`);
  return ok;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
