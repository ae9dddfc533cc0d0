import 'server-only';
import { loadExercise } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';
import { loadOwnExercise } from './own-draw.ts';

/**
 * The editable files of an exercise's model solution, by path, with a learner's own values. The caller
 * decides whether the learner may see them.
 *
 * @throws PlatformError `not-found` for an unknown slug
 */
export async function solutionFiles(learnerId: string, slug: string): Promise<Record<string, string>> {
  const { draw } = await loadOwnExercise(learnerId, slug);
  const { exercise, solution } = await loadExercise(contentRoot(), slug, draw?.values);
  return Object.fromEntries(
    solution.filter((file) => exercise.editable.includes(file.path)).map((file) => [file.path, file.data]),
  );
}
