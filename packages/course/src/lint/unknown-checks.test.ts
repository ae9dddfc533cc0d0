import { join } from 'node:path';
import { loadExercise } from '@dfm/course/exercises';
import { expect, test } from 'vitest';
import { unknownChecks } from './unknown-checks.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');

test('lists checks that do not exist, each once', async () => {
  const { exercise } = await loadExercise(contentRoot, 'cache-order');
  const known = new Set(exercise.rubric.items.map((item) => item.check));
  known.delete('root-user');
  for (const { caughtBy, mayAlsoFail } of exercise.wrong)
    for (const id of [...caughtBy, ...mayAlsoFail]) known.add(id);
  expect(unknownChecks(exercise, known)).toEqual(['root-user']);
  known.add('root-user');
  expect(
    unknownChecks(
      { ...exercise, hints: ['For all', { failed: ['root-user', 'nobody'], text: 'For some' }] },
      known,
    ),
  ).toEqual(['nobody']);
});
