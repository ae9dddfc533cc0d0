import { setInterval as every } from 'node:timers/promises';
import { PlatformError, type ClaimResponse, type ResultDocument, type RunEvent } from '@dfm/contracts';
import { ungraded } from '@dfm/grading';
import type { Logger } from 'pino';
import { executeRun, type RunEnvironment } from '../runs/run.ts';
import type { RunMeter } from '../telemetry/runner-metrics.ts';
import { EventBatcher } from './event-batcher.ts';
import { SiteUnreachable, type SiteClient } from './site-client.ts';
import { untilReached } from './until-reached.ts';

export interface ClaimedRunSetting extends Pick<RunEnvironment, 'pool' | 'limits' | 'gpus'> {
  client: SiteClient;
  log: Logger;
  heartbeatMs: number;
  /** Notified about every run: `RunnerMetrics`, and `RunTracer` if traces are enabled. */
  meters: readonly { run(claim: ClaimResponse): RunMeter }[];
  /** Called for every platform fault. */
  onFault: (error: unknown) => void;
  /** Aborts when the runner abandons its runs. The site gives them to another runner when the heartbeats stop. */
  signal: AbortSignal;
}

/**
 * Executes one claimed run: sends heartbeats, events as they occur, and the result once. Never throws. A run
 * that was taken over by another attempt (`stale-fence`) or cancelled is dropped and cleaned up.
 */
export async function workOn(
  claim: ClaimResponse,
  { client, log, heartbeatMs, meters, onFault, signal, pool, limits, gpus }: ClaimedRunSetting,
): Promise<void> {
  const { runId, fence } = claim;
  const runLog = log.child({ runId, fence });
  const measured = meters.map((meter) => meter.run(claim));
  const dropped = new AbortController();
  const ending = AbortSignal.any([signal, dropped.signal]);
  const drop = (error: unknown) => dropped.abort(error);
  const finished = new AbortController();
  const onRunFault = (error: unknown) => {
    runLog.error({ err: error }, 'platform fault');
    onFault(error);
  };
  // Events that the site rejects as invalid are lost, because the verdict matters more.
  const onEventsRefused = (error: unknown) => (isUnacceptable(error) ? onRunFault(error) : drop(error));
  const batcher = new EventBatcher(
    (events, first) => untilReached(() => client.events(runId, { fence, first, events }), ending),
    onEventsRefused,
  );
  const sendResult = (result: ResultDocument) =>
    untilReached(() => client.result(runId, { fence, result }), ending);
  const beating = beat(claim, client, heartbeatMs, finished.signal, drop);
  try {
    runLog.info({ exercise: claim.exercise.slug, queuedMs: claim.queuedMs }, 'run claimed');
    const onEvent = (event: RunEvent) => {
      for (const meter of measured) meter.event(event);
      batcher.add(event);
    };
    const graded = await executeRun(
      { ...claim, sandboxAfter: claim.fresh ? 'discard' : 'keep' },
      { pool, limits, gpus, onEvent, onFault: onRunFault, signal: ending },
    );
    await batcher.flush();
    const result = await deliver(graded, claim, sendResult, onRunFault);
    for (const meter of measured) meter.ended(result);
    runLog.info({ status: result.status, score: result.score, timings: result.timings }, 'run finished');
  } catch (error) {
    for (const meter of measured) meter.dropped();
    runLog.warn({ err: error }, ending.aborted ? 'run dropped' : 'the site refused this run');
  } finally {
    finished.abort();
    await beating;
  }
}

/**
 * Sends the verdict. If the site rejects its content, it would reject it after every other attempt too, so
 * the run ends as a platform fault instead.
 *
 * @returns the result that the site accepted
 */
async function deliver(
  result: ResultDocument,
  { exercise }: ClaimResponse,
  sendResult: (result: ResultDocument) => Promise<void>,
  onRunFault: (error: unknown) => void,
): Promise<ResultDocument> {
  try {
    await sendResult(result);
    return result;
  } catch (error) {
    if (!isUnacceptable(error)) throw error;
    onRunFault(error);
    const failure = {
      phase: 'run',
      message: `Your files were graded, but the site refused to store the result because it is ${
        error.code === 'too-large' ? 'too large' : 'not valid'
      }. This is an error on our side, and this run is not counted.`,
    } as const;
    // Nothing else of the refused result, which might be refused again.
    const timings = { totalMs: result.timings.totalMs };
    const fault = ungraded({ exercise, status: 'infrastructure', failure, timings });
    await sendResult(fault);
    return fault;
  }
}

/** Whether the site rejected the content, rather than the sender or the time. */
function isUnacceptable(error: unknown): error is PlatformError {
  return error instanceof PlatformError && (error.code === 'too-large' || error.code === 'bad-request');
}

/** Sends heartbeats to the site until the run ends. */
async function beat(
  { runId, fence }: ClaimResponse,
  client: SiteClient,
  heartbeatMs: number,
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
