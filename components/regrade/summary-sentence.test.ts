import type { RegradeState, RegradeSummary } from '@dfm/contracts/page-data';
import { expect, test } from 'vitest';
import { summarySentence } from './summary-sentence.ts';

const none = { learners: 90, changed: 0, up: 0, down: 0, nowPass: 0, noLongerPass: 0, overridden: 0 };

test.each<[string, Partial<RegradeSummary>, RegradeState]>([
  ['No grade changes.', {}, 'ready'],
  ['No grade changes so far.', {}, 'judging'],
  [
    '12 of 90 learners change: 9 up, 3 down; 2 now pass.',
    { changed: 12, up: 9, down: 3, nowPass: 2 },
    'ready',
  ],
  ['1 of 90 learners changes so far: 1 up.', { changed: 1, up: 1 }, 'judging'],
  ['1 of 1 learner changes: 1 now passes.', { learners: 1, changed: 1, nowPass: 1 }, 'applied'],
  [
    '3 of 90 learners change: 3 down; 1 now passes, 2 no longer pass.',
    { changed: 3, down: 3, nowPass: 1, noLongerPass: 2 },
    'ready',
  ],
])('%s', (sentence, change, state) => {
  expect(summarySentence({ ...none, ...change }, state)).toBe(sentence);
});
