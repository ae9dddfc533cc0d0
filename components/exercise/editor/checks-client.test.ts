import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChecksClient, replyTimeoutMs, type CheckOutcome } from './checks-client.ts';

/** A worker whose replies are sent by the test. */
class ManualWorker extends EventTarget {
  readonly requestIds: number[] = [];
  isTerminated = false;

  postMessage({ id }: { id: number }): void {
    this.requestIds.push(id);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  reply(id: number): void {
    this.dispatchEvent(new MessageEvent('message', { data: { id, findings: [], instructions: [] } }));
  }
}

let workers: ManualWorker[];
let outcomes: CheckOutcome['kind'][];
let client: ChecksClient;
const check = () => client.check({ files: {}, hiddenFiles: [] });

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  outcomes = [];
  client = new ChecksClient(
    () => {
      const worker = new ManualWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    ({ kind }) => outcomes.push(kind),
  );
});
afterEach(() => {
  client.dispose();
  vi.useRealTimers();
});

test('the reply to the newest request is reported, replies to older ones are skipped', () => {
  check();
  check();
  workers[0]!.reply(0);
  workers[0]!.reply(1);
  expect(outcomes).toEqual([]);
  workers[0]!.reply(2);
  expect(outcomes).toEqual(['checked']);
});

test('a worker that does not reply in time is reported and replaced, and the next request gets its reply', () => {
  check();
  workers[0]!.reply(0);
  vi.advanceTimersByTime(replyTimeoutMs);
  expect([outcomes, workers[0]!.isTerminated]).toEqual([['too-slow'], true]);
  check();
  expect(workers).toHaveLength(2);
  workers[0]!.reply(2);
  expect(outcomes).toEqual(['too-slow']);
  workers[1]!.reply(0);
  workers[1]!.reply(2);
  expect(outcomes).toEqual(['too-slow', 'checked']);
});

test.each<[name: string, steps: () => void]>([
  ['is still loading', () => vi.advanceTimersByTime(10 * replyTimeoutMs)],
  [
    'replies to one request after the other',
    () => {
      workers[0]!.reply(0);
      for (let n = 0; n < 5; n += 1) {
        check();
        vi.advanceTimersByTime(replyTimeoutMs - 1);
        workers[0]!.reply(n + 1);
      }
    },
  ],
  [
    'is idle',
    () => {
      workers[0]!.reply(0);
      workers[0]!.reply(1);
      vi.advanceTimersByTime(10 * replyTimeoutMs);
    },
  ],
])('near miss: a worker is kept if it %s', (_name, steps) => {
  check();
  steps();
  expect(workers[0]!.isTerminated).toBe(false);
  expect(outcomes).not.toContain('too-slow');
});

test('a worker that fails is reported', () => {
  check();
  workers[0]!.dispatchEvent(new Event('error'));
  expect(outcomes).toEqual(['failed']);
});
