import { expect, test } from 'vitest';
import { type LoadClass, simulatedTimes } from './check.ts';
import { measured } from './testing/sample-measurement.ts';

test.each<[LoadClass, 'first' | 'later', number, number]>([
  // 3 at a time share 2 processors, 4 s of work each: the third round of 3 ends at 18 s.
  [{ kind: 'start', learners: 9 }, 'first', 12, 18],
  // Alone: 20 s to install everything, and 2 s for an edit.
  [{ kind: 'twice', learners: 1 }, 'first', 20, 20],
  [{ kind: 'twice', learners: 1 }, 'later', 2, 2],
  [{ kind: 'hour', learners: 3, minutes: 2 }, 'later', 2, 2],
])('%o, %s: times of runs that need only a processor', (of, which, p50, p95) => {
  const times = simulatedTimes(of, measured)[which];
  expect(times.p50).toBeCloseTo(p50, 6);
  expect(times.p95).toBeCloseTo(p95, 6);
});

test('what other programs use is not there for runs', () => {
  expect(simulatedTimes({ kind: 'start', learners: 2 }, measured, 1).first.p50).toBeCloseTo(8, 6);
});
