import type { ClaimResponse } from '@dfm/contracts';
import type { ClaimedRunSetting } from './attempt.ts';
import { gradeClaim } from './grade-claim.ts';
import { beatUntil } from './heartbeats.ts';
import { runCommands } from './run-commands.ts';

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
  const beat = async () => {
    const { cancelled } = await setting.client.heartbeat(runId, fence);
    if (cancelled) drop(new Error('the learner cancelled the run'));
  };
  const beating = beatUntil(finished.signal, setting.heartbeatMs, beat, drop);
  try {
    await (claim.work === 'commands' ? runCommands(claim, attempt) : gradeClaim(claim, attempt));
  } catch (error) {
    log.warn({ err: error }, signal.aborted ? 'run dropped' : 'the site refused this run');
  } finally {
    finished.abort();
    await beating;
  }
}
