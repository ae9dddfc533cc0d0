import 'server-only';
import { PlatformError, type RunEvent } from '@dfm/contracts';
import type { QueuePosition } from '@dfm/contracts/browser-api';
import { db } from '../db/client.ts';
import { notifications } from '../db/notifications.ts';
import { log } from '../platform/log.ts';
import { Waiter } from '../platform/waiter.ts';
import { openStreams } from '../telemetry/open-streams.ts';
import { siteTraces, traceRun } from '../telemetry/site-traces.ts';
import { followedQueue } from './followed-queue.ts';
import { type NumberedEvent, newEvents, pastEvents } from './new-events.ts';

const HEARTBEAT_MS = 15_000;
const STREAMS_PER_LEARNER_MAX = 12;

const encoder = new TextEncoder();
const signOfLife = 'event: alive\ndata:\n\n';

/**
 * Events of a learner's run as Server-Sent Events: those after `after`, then live until the run has ended. An
 * event's `id` is its number. While the run is queued, `queue` is its position, every two seconds. `alive` is
 * sent first, and every 15 seconds while there is nothing else. Events are read only as fast as the client
 * consumes them. Events that can no longer be read are left out.
 *
 * @param signal of the request. A stream that nobody reads is not cancelled either, so only this releases it
 * @returns undefined if the run has ended and there are no more events, or if the client has left
 * @throws PlatformError `not-found` (also for another learner's run), `rate-limited`
 */
export async function eventStream(
  learnerId: string,
  runId: string,
  after: bigint,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const state = await stateOf(learnerId, runId, after);
  if (state === undefined || signal.aborted) return undefined;
  const source = new FollowedRun(learnerId, runId, after, state);
  signal.addEventListener('abort', () => source.close(), { once: true });
  return new ReadableStream<Uint8Array>({
    // The headers are sent with the first bytes, and only then does a browser know that it is connected.
    start: (controller) => controller.enqueue(encoder.encode(signOfLife)),
    async pull(controller) {
      try {
        const text = await source.next();
        if (text !== undefined) controller.enqueue(encoder.encode(text));
        if (source.hasEnded) controller.close();
      } catch (error) {
        source.close();
        throw error;
      }
    },
    cancel: () => source.close(),
  });
}

/** What one stream sends, and how far it has got. */
class FollowedRun {
  readonly #learnerId: string;
  readonly #runId: string;
  readonly #stateAtStart: FollowedState;
  readonly #openedMs = Date.now();
  readonly #waiter = new Waiter();
  readonly #uncount: () => void;
  #cursor: bigint;
  #mayHaveMore = true;
  #position: QueuePosition | undefined;
  #unsubscribe: (() => void) | undefined;
  #leaveQueue: (() => void) | undefined;
  #isClosed = false;
  /** Whether the last event has been sent. */
  hasEnded = false;

  /** @throws PlatformError `rate-limited` */
  constructor(learnerId: string, runId: string, after: bigint, state: FollowedState) {
    this.#learnerId = learnerId;
    this.#runId = runId;
    this.#cursor = after;
    this.#stateAtStart = state;
    this.#uncount = countStream(learnerId);
  }

  /** What to send next. @returns undefined if there is nothing more to send */
  async next(): Promise<string | undefined> {
    await this.#start();
    while (!this.#isClosed) {
      if (this.#mayHaveMore) {
        // Before reading, so that a notification during it is not lost.
        this.#mayHaveMore = false;
        const text = await this.#nextEvents();
        if (text !== undefined || this.hasEnded) return text;
        continue;
      }
      if (this.#position !== undefined) {
        const text = `event: queue\ndata: ${JSON.stringify(this.#position)}\n\n`;
        this.#position = undefined;
        // A page that was loaded from an older version of the site does not know `queue`.
        return signOfLife + text;
      }
      if (!(await this.#waiter.next(HEARTBEAT_MS)) && !this.#isClosed) {
        // A connection may be open and still not deliver any notifications.
        this.#mayHaveMore = true;
        return signOfLife;
      }
    }
    return undefined;
  }

  /** Starts or stops sending the position in the queue. */
  #followQueue(isQueued: boolean): void {
    if (isQueued === (this.#leaveQueue !== undefined)) return;
    this.#leaveQueue?.();
    this.#position = undefined;
    this.#leaveQueue = isQueued
      ? followedQueue().follow(this.#runId, (position) => {
          this.#position = position;
          this.#waiter.wake();
        })
      : undefined;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#followQueue(false);
    this.#unsubscribe?.();
    this.#waiter.close();
    this.#uncount();
  }

  async #start(): Promise<void> {
    if (this.#unsubscribe !== undefined || this.#isClosed) return;
    const unsubscribe = await notifications().subscribe(`run_changed:${this.#runId}`, () => {
      this.#mayHaveMore = true;
      this.#waiter.wake();
    });
    if (this.#isClosed) return unsubscribe();
    this.#unsubscribe = unsubscribe;
    this.#followQueue(this.#stateAtStart === 'queued');
  }

  async #nextEvents(): Promise<string | undefined> {
    const read = this.#stateAtStart === 'ended' ? pastEvents : newEvents;
    const found = await read({ runId: this.#runId, after: this.#cursor });
    if (found === undefined || this.#isClosed) return undefined;
    const { events, lastSeq, hasUnreadable, mayHaveMore } = found;
    this.#cursor = lastSeq;
    // A notification may have arrived during the query.
    this.#mayHaveMore ||= mayHaveMore;
    const queued = events.findLast(({ event }) => event.type === 'phase' && event.phase === 'queued');
    if (queued?.event.type === 'phase') this.#followQueue(queued.event.state === 'started');
    // An event that ends the run may be one that cannot be read.
    this.hasEnded =
      events.some(({ event }) => isLast(event)) ||
      (hasUnreadable && (await stateOf(this.#learnerId, this.#runId, lastSeq)) === undefined);
    if (events.some(({ event }) => event.type === 'result'))
      void traceVerdict(this.#runId, this.#openedMs, Date.now());
    if (this.hasEnded) this.close();
    return events.length === 0 ? undefined : events.map(serverSentEvent).join('');
  }
}

type FollowedState = 'queued' | 'running' | 'ended';

/** The state of a run, undefined if nothing comes after the event `after`. */
async function stateOf(learnerId: string, runId: string, after: bigint): Promise<FollowedState | undefined> {
  const run = await db().run.findFirst({
    where: { id: runId, learnerId, kind: { not: 'regrade' } },
    select: { state: true, lastSeq: true },
  });
  if (!run) throw new PlatformError('not-found', 'There is no such run.');
  if (run.state === 'queued' || run.state === 'running') return run.state;
  return run.lastSeq > after ? 'ended' : undefined;
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

function serverSentEvent({ seq, event }: NumberedEvent): string {
  return `id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`;
}

function isLast({ type }: RunEvent): boolean {
  return type === 'result' || type === 'cancelled';
}
