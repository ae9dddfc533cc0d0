import { setInterval as every } from 'node:timers/promises';
import { PlatformError, type ClaimResponse, type RunEvent } from '@dfm/contracts';
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
 * Takes one claimed run to its end: heartbeats, events as they come, the result once. Never throws.
 * A run that is no longer ours (`stale-fence`) or was cancelled is dropped and cleaned up.
 */
export async function workOn(claim: ClaimResponse, { client, log, heartbeatMs, meters, onFault, signal, pool, limits, gpus }: ClaimedRunSetting): Promise<void> {
  const { runId, fence } = claim;
  const runLog = log.child({ runId, fence });
  const measured = meters.map((meter) => meter.run(claim));
  const dropped = new AbortController();
  const ending = AbortSignal.any([signal, dropped.signal]);
  const drop = (error: unknown) => dropped.abort(error);
  const finished = new AbortController();
  const batcher = new EventBatcher((events, first) => untilReached(() => client.events(runId, { fence, first, events }), ending), drop);
  const beating = beat(claim, client, heartbeatMs, finished.signal, drop);
  try {
    runLog.info({ exercise: claim.exercise.slug, queuedMs: claim.queuedMs }, 'run claimed');
    const onEvent = (event: RunEvent) => {
      for (const meter of measured) meter.event(event);
      batcher.add(event);
    };
    const onRunFault = (error: unknown) => {
      runLog.error({ err: error }, 'a fault of the platform');
      onFault(error);
    };
    const result = await executeRun({ ...claim, sandboxAfter: claim.fresh ? 'discard' : 'keep' }, { pool, limits, gpus, onEvent, onFault: onRunFault, signal: ending });
    await batcher.flush();
    await untilReached(() => client.result(runId, { fence, result }), ending);
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

/** Tells the site that the run goes on, until it ends. */
async function beat({ runId, fence }: ClaimResponse, client: SiteClient, heartbeatMs: number, finished: AbortSignal, drop: (reason: unknown) => void): Promise<void> {
  try {
    for await (const _ of every(heartbeatMs, undefined, { signal: finished })) {
      try {
        const { cancelled } = await client.heartbeat(runId, fence);
        if (cancelled) drop(new Error('the learner cancelled the run'));
      } catch (error) {
        // One missed heartbeat is nothing; a stale fence means that the run is another attempt's by now.
        if (!(error instanceof SiteUnreachable)) drop(error instanceof PlatformError ? error : new Error('heartbeat failed', { cause: error }));
      }
    }
  } catch (error) {
    if (!finished.aborted) drop(error);
  }
}
