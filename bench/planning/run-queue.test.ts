import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Kind, type QueuedRun, RunQueue } from './run-queue.ts';

const run = (id: number, learner: number, queuedAt = id, kind: Kind = 'practice'): QueuedRun => ({
  id,
  learner,
  queuedAt,
  kind,
});

/** Takes all runs, of which none ends meanwhile. */
function order(runs: readonly QueuedRun[]): number[] {
  const queue = new RunQueue<QueuedRun>();
  for (const each of runs) queue.add(each);
  return runs.map(() => queue.take()!.id);
}

test.each<[string, QueuedRun[], number[]]>([
  ['the earliest first', [run(1, 1), run(2, 2), run(3, 3)], [1, 2, 3]],
  ['the first of one learner before the second of another', [run(1, 1), run(2, 1), run(3, 2)], [1, 3, 2]],
  [
    'near miss: the second of one learner before a later second',
    [run(1, 1), run(2, 1), run(3, 2), run(4, 2)],
    [1, 3, 2, 4],
  ],
  ['practice before an earlier confirmation', [run(1, 1, 1, 'confirmation'), run(2, 2)], [2, 1]],
  [
    'a confirmation does not count as a turn',
    [run(1, 1, 1, 'confirmation'), run(2, 1), run(3, 2)],
    [2, 3, 1],
  ],
  ['at the same time, the lower ID', [run(2, 1, 0), run(1, 2, 0)], [1, 2]],
])('%s', (_what, runs, expected) => {
  expect(order(runs)).toEqual(expected);
});

test('a run in progress counts as a turn until it has ended', () => {
  const queue = new RunQueue<QueuedRun>();
  const first = run(1, 1);
  for (const each of [first, run(2, 1), run(3, 1)]) queue.add(each);
  expect(queue.take()).toBe(first);
  queue.add(run(4, 2));
  queue.add(run(5, 2));
  expect(queue.take()?.id).toBe(4);
  queue.ended(first);
  expect(queue.take()?.id).toBe(2);
});

test('a node that takes no confirmations gets none', () => {
  const queue = new RunQueue<QueuedRun>();
  queue.add(run(1, 1, 1, 'confirmation'));
  expect(queue.take(['practice'])).toBeUndefined();
  expect(queue.take()?.id).toBe(1);
});

/** The order of `lib/runs/turn.ts`, computed for all waiting runs again each time. */
class ByTheQuery {
  readonly waiting: QueuedRun[] = [];
  readonly running: QueuedRun[] = [];

  take(): QueuedRun | undefined {
    const isOf = (a: QueuedRun) => (b: QueuedRun) => a.learner === b.learner && a.kind === b.kind;
    const [first] = this.waiting
      .map((each) => {
        const earlier = this.waiting.filter(isOf(each)).filter((other) => earliest(other, each) < 0).length;
        return { run: each, round: earlier + this.running.filter(isOf(each)).length };
      })
      .sort(
        (a, b) =>
          Number(a.run.kind === 'confirmation') - Number(b.run.kind === 'confirmation') ||
          a.round - b.round ||
          earliest(a.run, b.run),
      );
    if (first === undefined) return undefined;
    this.waiting.splice(this.waiting.indexOf(first.run), 1);
    this.running.push(first.run);
    return first.run;
  }
}

function earliest(a: QueuedRun, b: QueuedRun): number {
  return a.queuedAt - b.queuedAt || a.id - b.id;
}

test('gives out runs as the query of the site does, whatever happens in between', () => {
  const step = fc.oneof(
    fc.record({
      learner: fc.integer({ min: 0, max: 3 }),
      kind: fc.constantFrom<Kind>('practice', 'confirmation'),
    }),
    fc.constant('take' as const),
    fc.record({ ends: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = new RunQueue<QueuedRun>();
      const query = new ByTheQuery();
      const taken = steps.map((each, at) => {
        if (each === 'take') return [queue.take(), query.take()];
        if ('learner' in each) {
          const added = run(at, each.learner, at, each.kind);
          queue.add(added);
          query.waiting.push(added);
        } else if (query.running.length > 0) {
          queue.ended(query.running.splice(each.ends % query.running.length, 1)[0]!);
        }
        return [];
      });
      expect(taken.map(([byQueue]) => byQueue)).toEqual(taken.map(([, byQuery]) => byQuery));
    }),
    { numRuns: 500 },
  );
});
