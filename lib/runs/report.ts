import 'server-only';
import { PlatformError, type EventsRequest, type ResultRequest, type RunEvent } from '@dfm/contracts';
import { Prisma, db } from '../db/client.ts';
import { storable } from '../db/storable.ts';
import { hasBoard } from '../exercises/board-exercise.ts';
import { rankedBytes } from '../exercises/ranking.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { siteMetrics } from '../telemetry/site-metrics.ts';
import { traceRun } from '../telemetry/site-traces.ts';
import { confirmLater, confirmOmitted } from './confirmation.ts';
import { ends, isCurrent, state, transition } from './transition.ts';

/** A report of an attempt that is not the current one. */
export const staleFence = () =>
  new PlatformError('stale-fence', 'This attempt is no longer the current attempt of its run. Stop it.');

/**
 * Records that a runner is still executing a run.
 *
 * @returns whether the learner cancelled the run, in which case the runner stops it
 * @throws PlatformError `stale-fence` if a different attempt is current, or the run has ended or does not
 *   exist
 */
export async function heartbeat(runId: string, fence: number): Promise<{ cancelled: boolean }> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    WITH alive AS (UPDATE run SET heartbeat_at = now() WHERE ${isCurrent(runId, fence)} RETURNING id, claimed_by),
         seen AS (UPDATE runner SET last_seen_at = now() FROM alive WHERE runner.name = alive.claimed_by)
    SELECT id FROM alive`;
  if (rows.length > 0) return { cancelled: false };
  const cancelled = await db().run.count({ where: { id: runId, fence, state: 'cancelled' } });
  if (cancelled > 0) return { cancelled: true };
  throw staleFence();
}

/**
 * Appends the events that a runner reports, all or none. Events that it already reported in this attempt are
 * skipped. Counts as a heartbeat.
 *
 * @throws PlatformError `stale-fence`
 */
export async function report(runId: string, { fence, first, events }: EventsRequest): Promise<void> {
  await db().$transaction(async (tx) => {
    // If a batch is sent twice, the lock makes the second see what the first has stored.
    const current = await tx.$queryRaw<
      { attempts: number }[]
    >`SELECT attempts FROM run WHERE ${isCurrent(runId, fence)} FOR UPDATE`;
    if (current[0] === undefined) throw staleFence();
    const range = { gte: first, lt: first + events.length };
    const stored = await tx.runEvent.findMany({
      where: { runId, attempt: current[0].attempts, reported: range },
      select: { reported: true },
    });
    const known = new Set(stored.map(({ reported }) => reported));
    const newEvents = events
      .map((event, index) => ({ event, number: first + index }))
      .filter(({ event, number }) => isReportable(event) && !known.has(number));
    await transition(
      {
        set: Prisma.sql`heartbeat_at = now()`,
        where: isCurrent(runId, fence),
        events: newEvents.map(({ event }) => event),
        reported: newEvents.map(({ number }) => number),
      },
      tx,
    );
  });
}

/**
 * A runner cannot report these events, because `finish` writes the verdict and the site cancels and requeues
 * runs.
 */
function isReportable({ type }: RunEvent): boolean {
  return type !== 'result' && type !== 'cancelled' && type !== 'retry';
}

/** IDs of the checks that cost points or prevented a pass. */
function failedChecks({ checks }: ResultRequest['result']): string[] {
  return checks
    .filter(({ status, maxPoints, required }) => status === 'fail' && (required || maxPoints > 0))
    .map(({ id }) => id);
}

/**
 * Writes the verdict once, and only for the current attempt; the condition is part of the statement that
 * writes. For a practice run that passed, a confirmation is queued. A confirmation that ends because of the
 * platform is repeated, because no one can ask for it again.
 *
 * @param where a stricter condition than being the current attempt
 * @throws PlatformError `stale-fence`
 */
export async function finish(
  runId: string,
  { fence, result }: ResultRequest,
  where = isCurrent(runId, fence),
): Promise<void> {
  const beganMs = Date.now();
  if (result.status === 'infrastructure' && (await repeatConfirmation(where))) return;
  const { kind, queuedMs } = await db().$transaction(async (tx) => {
    const ended = await transition(
      {
        set: Prisma.sql`state = ${state('done')}, ${ends}, result = ${JSON.stringify(storable(result))}::jsonb,
        result_status = ${result.status}, score = ${result.score}, passed = ${result.passed}, failed_checks = ${failedChecks(result)},
        image_bytes = ${rankedBytes(result) ?? null}::bigint, wasted_bytes = ${result.image?.wastedBytes ?? null}::bigint`,
        where,
        events: [{ type: 'result', result }],
      },
      tx,
    );
    if (!ended) throw staleFence();
    const isRanked = await hasBoard(ended.exercise);
    if (ended.kind === 'confirmation') await confirmOmitted(ended, isRanked, tx);
    else if (ended.kind === 'practice' && result.passed)
      await confirmLater(
        ended,
        { score: result.score, rankedBytes: isRanked ? rankedBytes(result) : undefined },
        tx,
      );
    return ended;
  });
  siteMetrics().ended.inc({ kind, outcome: result.status });
  traceRun({ runId, name: 'store verdict', startMs: beganMs });
  traceRun({
    runId,
    name: 'run',
    parent: 'none',
    startMs: Date.now() - queuedMs,
    failed: result.status === 'infrastructure',
    attributes: { 'dfm.kind': kind, 'dfm.exercise': result.exercise, 'dfm.outcome': result.status },
  });
  log.info({ runId, fence, kind, outcome: result.status }, 'run ended');
}

/**
 * @returns whether the run is a confirmation that has not been tried RUN_ATTEMPTS_MAX times, and is queued
 *   again
 */
async function repeatConfirmation(where: Prisma.Sql): Promise<boolean> {
  const { RUN_ATTEMPTS_MAX: attemptsMax } = env();
  const requeued = await transition({
    set: Prisma.sql`state = ${state('queued')}, heartbeat_at = NULL, claimed_by = NULL, started_at = NULL`,
    where: Prisma.sql`${where} AND kind = 'confirmation' AND attempts < ${attemptsMax}`,
    events: [{ type: 'phase', phase: 'queued', state: 'started' }],
  });
  if (!requeued) return false;
  siteMetrics().requeued.inc();
  log.warn({ runId: requeued.id, fence: requeued.fence }, 'a confirmation failed; run queued again');
  return true;
}
