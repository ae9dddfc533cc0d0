import { exerciseSchema, type Exercise } from '@dfm/contracts';

/** An exercise with one check that reads the Dockerfile, and without scenarios or a run phase. */
export const minimalExercise: Exercise = exerciseSchema.parse({
  version: 1,
  slug: 'x',
  title: 'x',
  summary: 'x',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  rubric: { items: [{ check: 'base-tag', points: 1 }] },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
});
