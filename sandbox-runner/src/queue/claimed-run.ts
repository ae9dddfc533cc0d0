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
  /** Each is told of every run: `RunnerMetrics`, and `RunTracer` where traces are wanted. */
  meters: readonly { run(claim: ClaimResponse): RunMeter }[];
  /** Told of every fault of the platform. */
  onFault: (error: unknown) => void;
  /** Aborts when the runner gives its runs up: the site hands them to another once the heartbeats stay away. */
  signal: AbortSignal;
}

/**
 * Takes one claimed run to its end: heartbeats, events as they come, the result once. Never throws. A run
 * that is no longer ours (`stale-fence`) or was cancelled is dropped and cleaned up.
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
    runLog.error({ err: error }, 'a fault of the platform');
    onFault(error);
  };
  // Events that the site does not take are lost; the verdict is worth more than they are.
  const onEventsRefused = (error: unknown) => (isUnacceptable(error) ? onRunFault(error) : drop(error));
  const batcher = new EventBatcher(
    (events, first) => untilReached(() => client.events(runId, { fence, first, events }), ending),
    onEventsRefused,
  );
  const tell = (result: ResultDocument) =>
    untilReached(() => client.result(runId, { fence, result }), ending);
  const beating = beat(claim, client, heartbeatMs, finished.signal, drop);
  try {
    runLog.info({ exercise: claim.exercise.slug, queuedMs: claim.queuedMs }, 'run claimed');
    const onEvent = (event: RunEvent) => {
      for (const meter of measured) meter.event(event);
      batcher.add(event);
    };
    const judged = await executeRun(
      { ...claim, sandboxAfter: claim.fresh ? 'discard' : 'keep' },
      { pool, limits, gpus, onEvent, onFault: onRunFault, signal: ending },
    );
    await batcher.flush();
    const result = await told(judged, claim, tell, onRunFault);
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
 * Hands the verdict in. One that the site does not accept would be refused after every other attempt too: the
 * run ends as our fault, once.
 *
 * @returns what the site has taken
 */
async function told(
  result: ResultDocument,
  { exercise }: ClaimResponse,
  tell: (result: ResultDocument) => Promise<void>,
  onRunFault: (error: unknown) => void,
): Promise<ResultDocument> {
  try {
    await tell(result);
    return result;
  } catch (error) {
    if (!isUnacceptable(error)) throw error;
    onRunFault(error);
    const failure = {
      phase: 'run',
      message: 'The result could not be stored. This is our fault and costs no attempt.',
    } as const;
    const fault = ungraded({ exercise, status: 'infrastructure', failure, timings: result.timings });
    await tell(fault);
    return fault;
  }
}

/** Whether the site refused what was sent, and not who sent it or when. */
function isUnacceptable(error: unknown): boolean {
  return error instanceof PlatformError && (error.code === 'too-large' || error.code === 'bad-request');
}

/** Tells the site that the run goes on, until it ends. */
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
        // One missed heartbeat is nothing; a stale fence means that the run is another attempt's by now.
        if (!(error instanceof SiteUnreachable))
          drop(error instanceof PlatformError ? error : new Error('heartbeat failed', { cause: error }));
      }
    }
  } catch (error) {
    if (!finished.aborted) drop(error);
  }
}
