import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChecksClient, replyWithinMs, type CheckOutcome } from './checks-client.ts';

/** A worker whose answers the test gives. */
class ManualWorker extends EventTarget {
  readonly asked: number[] = [];
  isTerminated = false;

  postMessage({ id }: { id: number }): void {
    this.asked.push(id);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  answer(id: number): void {
    this.dispatchEvent(new MessageEvent('message', { data: { id, findings: [], instructions: [] } }));
  }
}

let workers: ManualWorker[];
let outcomes: CheckOutcome['kind'][];
let client: ChecksClient;
const ask = () => client.ask({ files: {}, hiddenFiles: [] });

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

test('the newest question is answered, older answers are passed over', () => {
  ask();
  ask();
  workers[0]!.answer(0);
  workers[0]!.answer(1);
  expect(outcomes).toEqual([]);
  workers[0]!.answer(2);
  expect(outcomes).toEqual(['checked']);
});

test('a worker that does not answer is replaced: that is told, and the next question is answered', () => {
  ask();
  workers[0]!.answer(0);
  vi.advanceTimersByTime(replyWithinMs);
  expect([outcomes, workers[0]!.isTerminated]).toEqual([['too-slow'], true]);
  ask();
  expect(workers).toHaveLength(2);
  workers[0]!.answer(2);
  expect(outcomes).toEqual(['too-slow']);
  workers[1]!.answer(0);
  workers[1]!.answer(2);
  expect(outcomes).toEqual(['too-slow', 'checked']);
});

test.each<[name: string, steps: () => void]>([
  ['is still loaded', () => vi.advanceTimersByTime(10 * replyWithinMs)],
  [
    'answers one question after the other',
    () => {
      workers[0]!.answer(0);
      for (let n = 0; n < 5; n += 1) {
        ask();
        vi.advanceTimersByTime(replyWithinMs - 1);
        workers[0]!.answer(n + 1);
      }
    },
  ],
  [
    'has nothing to do',
    () => {
      workers[0]!.answer(0);
      workers[0]!.answer(1);
      vi.advanceTimersByTime(10 * replyWithinMs);
    },
  ],
])('near miss: a worker is kept that %s', (_name, steps) => {
  ask();
  steps();
  expect(workers[0]!.isTerminated).toBe(false);
  expect(outcomes).not.toContain('too-slow');
});

test('a worker that fails is told', () => {
  ask();
  workers[0]!.dispatchEvent(new Event('error'));
  expect(outcomes).toEqual(['failed']);
});
