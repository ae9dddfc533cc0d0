import { expect, test } from 'vitest';
import { type Side, shownSide } from './side-view.tsx';

test.each<[chosen: Side, isNarrow: boolean, hasTask: boolean, shown: Side]>([
  ['task', true, true, 'task'],
  ['task', true, false, 'shells'],
  ['task', false, true, 'engine'],
  ['shells', true, true, 'shells'],
  ['shells', false, false, 'engine'],
  ['files', false, true, 'files'],
  ['files', true, false, 'files'],
])('%s chosen, narrow %s, task %s: %s', (chosen, isNarrow, hasTask, shown) =>
  expect(shownSide(chosen, { isNarrow, hasTask })).toBe(shown),
);
