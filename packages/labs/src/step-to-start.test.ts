import { expect, test } from 'vitest';
import { canStartAt, stepsBefore } from './step-to-start.ts';

const steps = ['a', 'b', 'c'].map((id) => ({ id }));

test.each([
  { what: 'nothing', done: [], before: 0, startable: [0] },
  { what: 'the first step', done: ['a'], before: 1, startable: [0, 1] },
  { what: 'a later step, because one was added before it', done: ['b', 'c'], before: 0, startable: [0] },
  {
    what: 'two steps and one that the lab no longer has',
    done: ['a', 'b', 'old'],
    before: 2,
    startable: [0, 1, 2],
  },
  { what: 'everything', done: ['a', 'b', 'c'], before: 3, startable: [0, 1, 2] },
])('who has done $what goes on after $before steps', ({ done, before, startable }) => {
  expect(stepsBefore(steps, new Set(done))).toBe(before);
  expect([-1, 0, 1, 2, 3, Number.NaN].filter((index) => canStartAt(steps, new Set(done), index))).toEqual(
    startable,
  );
});
