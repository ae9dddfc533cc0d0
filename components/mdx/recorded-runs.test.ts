import type { ResultDocument } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { findRun, present, replayOf } from './recorded-runs.ts';

/** A run with replays of the given scenarios; a step had to run in those that are marked. */
const runWith = (...scenarios: [scenario: string, hasMiss: boolean][]) =>
  ({
    exercise: 'x',
    replay: scenarios.map(([scenario, hasMiss]) => ({
      scenario,
      firstMissLine: hasMiss ? 3 : undefined,
    })),
  }) as ResultDocument;

test.each<[name: string, run: ResultDocument, edit: string | undefined, expected: string]>([
  ['with that id', runWith(['a', true], ['b', true]), 'b', 'b'],
  ['with that id, even if every step was cached', runWith(['a', true], ['b', false]), 'b', 'b'],
  ['that is the first with a miss', runWith(['a', false], ['b', true]), undefined, 'b'],
  ['that is the first, if none has a miss', runWith(['a', false], ['b', false]), undefined, 'a'],
])('the replay %s', (_name, run, edit, expected) => expect(replayOf(run, edit).scenario).toBe(expected));

test('a replay that the run does not have is an error that lists the others', () => {
  expect(() => replayOf(runWith(['a', true], ['b', true]), 'c')).toThrow('no edit c. It has a, b');
});

test('a run or a part that is missing is an error with its id', () => {
  expect(() => findRun({}, 'x/slow')).toThrow('x/slow');
  expect(() => present(undefined, 'x/slow', 'image')).toThrow('x/slow has no image');
  expect(present(0, 'x/slow', 'size')).toBe(0);
});
