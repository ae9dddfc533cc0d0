import 'server-only';
import { PlatformError, type RunEvent } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { type Waiter, notifications } from '../db/notifications.ts';
import { log } from '../platform/log.ts';
import { openStreams } from '../telemetry/open-streams.ts';
import { siteTraces, traceRun } from '../telemetry/site-traces.ts';
import { readStoredEvent } from './stored-event.ts';

const HEARTBEAT_MS = 15_000;
const BATCH = 200;
const STREAMS_PER_LEARNER_MAX = 12;

/**
 * Events of a learner's run as Server-Sent Events: those after `after`, then live until the run has ended. An
 * event's `id` is its number. `alive` is sent first, and every 15 seconds while there are none. Events are
 * read only as fast as the client consumes them. Events that can no longer be read are left out.
 *
 * @returns undefined if the run has ended and there are no more events
 * @throws PlatformError `not-found` (also for another learner's run), `rate-limited`
 */
export async function eventStream(
  learnerId: string,
  runId: string,
  after: bigint,
): Promise<ReadableStream<Uint8Array> | undefined> {
  if (!(await hasMore(learnerId, runId, after))) return undefined;

  const openedMs = Date.now();
  const uncount = countStream(learnerId);
  let waiter: Waiter | undefined;
  const closed = new AbortController();
  const release = () => {
    if (closed.signal.aborted) return;
    closed.abort();
    waiter?.close();
    uncount();
  };

  const encoder = new TextEncoder();
  const signOfLife = encoder.encode('event: alive\ndata:\n\n');
  let cursor = after;
  return new ReadableStream<Uint8Array>({
    // The headers are sent with the first bytes, and only then does a browser know that it is connected.
    start: (controller) => controller.enqueue(signOfLife),
    async pull(controller) {
      try {
        waiter ??= await notifications().wait(`run_changed:${runId}`);
        while (!closed.signal.aborted) {
          const batch = await readBatch(runId, cursor);
          if (batch !== undefined) {
            const { events, hasUnreadable } = batch;
            cursor = batch.lastSeq;
            controller.enqueue(encoder.encode(events.map(serverSentEvent).join('')));
            if (events.some(({ event }) => event.type === 'result'))
              void traceVerdict(runId, openedMs, Date.now());
            // An event that ends the run may be one that cannot be read.
            if (
              events.some(({ event }) => isLast(event)) ||
              (hasUnreadable && !(await hasMore(learnerId, runId, cursor)))
            ) {
              release();
              controller.close();
            }
            return;
          }
          if (await waiter.next(HEARTBEAT_MS)) continue;
          if (!closed.signal.aborted) controller.enqueue(signOfLife);
          return;
        }
      } catch (error) {
        release();
        throw error;
      }
    },
    cancel: release,
  });
}

/** Whether there are events after `after`, or can be, because the run has not ended. */
async function hasMore(learnerId: string, runId: string, after: bigint): Promise<boolean> {
  const run = await db().run.findFirst({
    where: { id: runId, learnerId, kind: { not: 'regrade' } },
    select: { state: true, lastSeq: true },
  });
  if (!run) throw new PlatformError('not-found', 'There is no such run.');
  return run.state === 'queued' || run.state === 'running' || run.lastSeq > after;
}

/**
 * Counts a stream of the learner as open.
 *
 * @returns a function that counts it as closed, to be called once
 */
function countStream(learnerId: string): () => void {
  const open = openStreams().get(learnerId) ?? 0;
  if (open >= STREAMS_PER_LEARNER_MAX)
    throw new PlatformError(
      'rate-limited',
      'This run is open in too many tabs. Close some of them and reload the page.',
    );
  openStreams().set(learnerId, open + 1);
  return () => {
    const left = (openStreams().get(learnerId) ?? 1) - 1;
    if (left === 0) openStreams().delete(learnerId);
    else openStreams().set(learnerId, left);
  };
}

/**
 * Reports how long it took until a page that was waiting for the verdict got it. A page that was opened later
 * did not wait.
 */
async function traceVerdict(runId: string, openedMs: number, sentMs: number): Promise<void> {
  try {
    if ((await siteTraces()) === undefined) return;
    const run = await db().run.findUnique({ where: { id: runId }, select: { finishedAt: true } });
    const finishedMs = run?.finishedAt?.getTime();
    if (finishedMs !== undefined && finishedMs >= openedMs)
      traceRun({ runId, name: 'send verdict', startMs: finishedMs, endMs: sentMs });
  } catch (error) {
    log.warn({ err: error, runId }, 'cannot trace when a page got its verdict');
  }
}

interface NumberedEvent {
  seq: bigint;
  event: RunEvent;
}

/**
 * The next stored events after `after`, without those that can no longer be read; undefined if there are
 * none.
 */
async function readBatch(
  runId: string,
  after: bigint,
): Promise<{ events: NumberedEvent[]; lastSeq: bigint; hasUnreadable: boolean } | undefined> {
  const rows = await db().runEvent.findMany({
    where: { runId, seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: BATCH,
    select: { seq: true, event: true },
  });
  const last = rows.at(-1);
  if (last === undefined) return undefined;
  const events = rows.flatMap(({ seq, event: stored }): NumberedEvent[] => {
    const event = readStoredEvent({ runId, seq }, stored);
    return event === undefined ? [] : [{ seq, event }];
  });
  return { events, lastSeq: last.seq, hasUnreadable: events.length < rows.length };
}

function serverSentEvent({ seq, event }: NumberedEvent): string {
  return `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`;
}

function isLast({ type }: RunEvent): boolean {
  return type === 'result' || type === 'cancelled';
}
