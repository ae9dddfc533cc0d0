import { setInterval as every } from 'node:timers/promises';
import { PlatformError, type ClaimResponse } from '@dfm/contracts';
import type { ClaimedRunSetting } from './attempt.ts';
import { gradeClaim } from './grade-claim.ts';
import { runCommands } from './run-commands.ts';
import { SiteUnreachable } from './site-client.ts';

/**
 * Executes one claimed run: sends heartbeats while it lasts, events as they occur, and the result once. Never
 * throws. A run that was taken over by another attempt (`stale-fence`) or cancelled is dropped and cleaned
 * up.
 */
export async function workOn(claim: ClaimResponse, setting: ClaimedRunSetting): Promise<void> {
  const { runId, fence } = claim;
  const log = setting.log.child({ runId, fence });
  const dropped = new AbortController();
  const signal = AbortSignal.any([setting.signal, dropped.signal]);
  const drop = (error: unknown) => dropped.abort(error);
  const onFault = (error: unknown) => {
    log.error({ err: error }, 'platform fault');
    setting.onFault(error);
  };
  const attempt = { ...setting, log, signal, drop, onFault };
  const finished = new AbortController();
  const beating = beat(claim, setting, finished.signal, drop);
  try {
    await (claim.work === 'commands' ? runCommands(claim, attempt) : gradeClaim(claim, attempt));
  } catch (error) {
    log.warn({ err: error }, signal.aborted ? 'run dropped' : 'the site refused this run');
  } finally {
    finished.abort();
    await beating;
  }
}

/** Sends heartbeats to the site until the run ends. */
async function beat(
  { runId, fence }: ClaimResponse,
  { client, heartbeatMs }: ClaimedRunSetting,
  finished: AbortSignal,
  drop: (reason: unknown) => void,
): Promise<void> {
  try {
    for await (const _ of every(heartbeatMs, undefined, { signal: finished })) {
      try {
        const { cancelled } = await client.heartbeat(runId, fence);
        if (cancelled) drop(new Error('the learner cancelled the run'));
      } catch (error) {
        // One missed heartbeat is harmless; a stale fence means that another attempt has taken over the run.
        if (!(error instanceof SiteUnreachable))
          drop(error instanceof PlatformError ? error : new Error('heartbeat failed', { cause: error }));
      }
    }
  } catch (error) {
    if (!finished.aborted) drop(error);
  }
}
