import type { Exercise } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { expect, test } from 'vitest';
import { contentRoot } from '../content/content-root.ts';
import { measuredWith } from './measured-with.ts';

const { exercise, starter } = await loadExercise(contentRoot(), 'non-root');
const digest = await measuredWith(exercise, starter);
const rubric = (change: Partial<Exercise['rubric']>): Exercise => ({
  ...exercise,
  rubric: { ...exercise.rubric, ...change },
});

test.each<[string, Exercise, typeof starter, same: boolean]>([
  ['nothing', exercise, starter, true],
  ['the pass score', rubric({ passScore: 1 }), starter, true],
  ['points', rubric({ items: exercise.rubric.items.map((item) => ({ ...item, points: 1 })) }), starter, true],
  ['the title', { ...exercise, title: 'A' }, starter, true],
  [
    'a measurement less',
    rubric({ items: exercise.rubric.items.filter(({ check }) => check !== 'root-user') }),
    starter,
    false,
  ],
  ['a limit', { ...exercise, limits: { ...exercise.limits, contextMib: 1.5 } }, starter, false],
  [
    'a file',
    exercise,
    starter.map((file, index) => (index === 0 ? { ...file, data: `${file.data}\n` } : file)),
    false,
  ],
  ['the permissions of a file', exercise, starter.map((file) => ({ ...file, mode: 0o755 })), false],
  ['a file less', exercise, starter.slice(1), false],
])('%s', async (_name, changed, files, same) => {
  expect((await measuredWith(changed, files)) === digest).toBe(same);
});
