import { expect, test } from 'vitest';
import { type LabProgress, labState } from './lab-state.ts';

const step = (id: string) => ({ id, title: id, says: ['one', 'two'], hints: [], reference: '' });
const steps = ['a', 'b', 'c'].map(step);
const open = (done: number, ticks: boolean[] = []): LabProgress => ({ state: 'open', done, ticks });

test.each<[name: string, before: string[], progress: LabProgress | undefined, expected: string]>([
  ['a visitor', [], undefined, 'a:open* b:open c:open at 0 done 0'],
  ['who has done a step and left', ['a'], undefined, 'a:done* b:open* c:open at 1 done 1'],
  [
    'whose sandbox is prepared',
    ['a'],
    { state: 'preparing', done: 1, ticks: [] },
    'a:done* b:open* c:open at 1 done 1',
  ],
  ['at the first step', [], open(0, [true, false]), 'a:current+-* b:open c:open at 0 done 0'],
  ['who has just done it', [], open(1, [false, false]), 'a:done* b:current--* c:open at 1 done 1'],
  [
    'who does the second again',
    ['a', 'b', 'c'],
    open(1, [true, true]),
    'a:done* b:current++* c:done* at 1 done 3',
  ],
  ['at the end', ['a'], open(3), 'a:done* b:done* c:done* at 3 done 3'],
  ['whose session has more steps than the page', [], open(5), 'a:done* b:done* c:done* at 3 done 3'],
  ['who has done a step that came later', ['b'], undefined, 'a:open* b:done c:open at 0 done 1'],
])('a learner %s', (_name, before, progress, expected) => {
  const { steps: states, at, done } = labState(steps, before, progress);
  const shown = states.map(({ state, ticks, canStart }, index) => {
    const marks = state === 'current' ? ticks.map((tick) => (tick ? '+' : '-')).join('') : '';
    expect(state === 'current' || ticks.every((tick) => tick === (state === 'done'))).toBe(true);
    return `${steps[index]!.id}:${state}${marks}${canStart ? '*' : ''}`;
  });
  expect(`${shown.join(' ')} at ${at} done ${done}`).toBe(expected);
});
