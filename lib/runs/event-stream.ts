import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { type Waiter, notifications } from '../db/notifications.ts';
import { openStreams } from '../telemetry/open-streams.ts';

const HEARTBEAT_MS = 15_000;
const BATCH = 200;
const STREAMS_PER_LEARNER_MAX = 12;

/**
 * Events of a learner's run as Server-Sent Events: those after `after`, then live until the run has ended. An
 * event's `id` is its number. Events are read only as fast as the client consumes them.
 *
 * @returns undefined if the run has ended and there are no more events
 * @throws PlatformError `not-found` (also for another learner's run), `rate-limited`
 */
export async function eventStream(
  learnerId: string,
  runId: string,
  after: bigint,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const run = await db().run.findFirst({
    where: { id: runId, learnerId },
    select: { state: true, lastSeq: true },
  });
  if (!run) throw new PlatformError('not-found', 'There is no such run.');
  if ((run.state === 'done' || run.state === 'cancelled') && run.lastSeq <= after) return undefined;

  const open = openStreams().get(learnerId) ?? 0;
  if (open >= STREAMS_PER_LEARNER_MAX)
    throw new PlatformError(
      'rate-limited',
      'This run is open in too many tabs. Close some of them and reload the page.',
    );
  openStreams().set(learnerId, open + 1);
  let waiter: Waiter | undefined;
  const closed = new AbortController();
  const release = () => {
    if (closed.signal.aborted) return;
    closed.abort();
    waiter?.close();
    const left = (openStreams().get(learnerId) ?? 1) - 1;
    if (left === 0) openStreams().delete(learnerId);
    else openStreams().set(learnerId, left);
  };

  const encoder = new TextEncoder();
  let cursor = after;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        waiter ??= await notifications().wait(`run_changed:${runId}`);
        while (!closed.signal.aborted) {
          const events = await db().runEvent.findMany({
            where: { runId, seq: { gt: cursor } },
            orderBy: { seq: 'asc' },
            take: BATCH,
            select: { seq: true, event: true },
          });
          if (events.length > 0) {
            cursor = events.at(-1)!.seq;
            controller.enqueue(
              encoder.encode(
                events.map(({ seq, event }) => `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
              ),
            );
            if (events.some(({ event }) => isLast(event))) {
              release();
              controller.close();
            }
            return;
          }
          if (await waiter.next(HEARTBEAT_MS)) continue;
          if (!closed.signal.aborted) controller.enqueue(encoder.encode(': still here\n\n'));
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

function isLast(event: unknown): boolean {
  const { type } = event as { type: string };
  return type === 'result' || type === 'cancelled';
}
