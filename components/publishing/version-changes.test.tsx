import type { VersionChange } from '@dfm/contracts/page-data';
import { expect, test } from 'vitest';
import { effectOf } from './version-changes.tsx';

const exercise: VersionChange = {
  kind: 'exercise',
  slug: 'pin-it',
  title: 'Pin it',
  change: 'changed',
  changesGrading: true,
  isAssigned: true,
  begun: 0,
  done: 0,
};

test.each<[change: Partial<VersionChange>, effect: string]>([
  [{}, 'No one in the class has submitted anything for it yet.'],
  [
    { begun: 1 },
    '1 learner is in the middle of it. Their next run is graded by the new version. Earlier results stay; a regrade can judge them again.',
  ],
  [
    { begun: 2, done: 3, changesGrading: false },
    '2 learners are in the middle of it, 3 have passed. Only texts are different.',
  ],
  [
    { done: 1, change: 'deleted' },
    '1 has passed. What they submitted and their grades stay, and the exercise disappears.',
  ],
  [{ kind: 'lesson' }, 'No one in the class has answered its questions yet.'],
  [
    { kind: 'lesson', begun: 1 },
    '1 learner has answered questions of it. Answers to questions that stay are kept.',
  ],
  [
    { kind: 'lesson', begun: 4, change: 'deleted' },
    '4 learners have answered questions of it. The answers stay, and the lesson disappears.',
  ],
  [{ kind: 'lab' }, 'No one in the class has done a step of it yet.'],
  [
    { kind: 'lab', begun: 1, done: 2 },
    '1 learner is in the middle of it, 2 have done all its steps. Steps that they have done stay done.',
  ],
  [{ kind: 'lab', done: 1, change: 'deleted' }, '1 has done all its steps. The lab disappears.'],
])('%j', (change, effect) => {
  expect(effectOf({ ...exercise, ...change })).toBe(effect);
});
