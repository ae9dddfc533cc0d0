import { PlatformError, type GradingClaim, type ResultDocument, type RunEvent } from '@dfm/contracts';
import { ungraded } from '@dfm/grading';
import { executeRun } from '../runs/run.ts';
import type { Attempt } from './attempt.ts';
import { EventBatcher } from './event-batcher.ts';
import { untilReached } from './until-reached.ts';

/**
 * Grades the files of a claim, and reports events and the verdict.
 *
 * @throws the signal's reason if the attempt is dropped; PlatformError if the site refuses it
 */
export async function gradeClaim(claim: GradingClaim, attempt: Attempt): Promise<void> {
  const { runId, fence } = claim;
  const { client, log, meters, onFault, signal, drop, limits, gpus } = attempt;
  const measured = meters.map((meter) => meter.run(claim));
  // Events that the site rejects as invalid are lost, because the verdict matters more.
  const onEventsRefused = (error: unknown) => (isUnacceptable(error) ? onFault(error) : drop(error));
  const batcher = new EventBatcher(
    (events, first) => untilReached(() => client.events(runId, { fence, first, events }), signal),
    onEventsRefused,
  );
  const sendResult = (result: ResultDocument) =>
    untilReached(() => client.result(runId, { fence, result }), signal);
  try {
    log.info({ exercise: claim.exercise.slug, queuedMs: claim.queuedMs }, 'run claimed');
    const onEvent = (event: RunEvent) => {
      for (const meter of measured) meter.event(event);
      batcher.add(event);
    };
    const graded = await executeRun(
      {
        ...claim,
        sandboxAfter: claim.fresh ? 'discard' : 'keep',
        ...(claim.isRecording && { replays: 'whole' }),
      },
      {
        pool: claim.isRecording ? await attempt.recordings() : attempt.pool,
        ...{ limits, gpus, onEvent, onFault, signal },
      },
    );
    for (const meter of measured) meter.graded();
    await batcher.flush();
    const result = await deliver(graded, claim, sendResult, onFault);
    for (const meter of measured) meter.ended(result);
    log.info({ status: result.status, score: result.score, timings: result.timings }, 'run finished');
  } catch (error) {
    for (const meter of measured) meter.dropped();
    throw error;
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
  { exercise }: GradingClaim,
  sendResult: (result: ResultDocument) => Promise<void>,
  onFault: (error: unknown) => void,
): Promise<ResultDocument> {
  try {
    await sendResult(result);
    return result;
  } catch (error) {
    if (!isUnacceptable(error)) throw error;
    onFault(error);
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
