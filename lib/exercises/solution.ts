import 'server-only';
import { loadExercise } from '@dfm/course/exercises';
import { contentRoot } from '../content/content-root.ts';

/**
 * The editable files of an exercise's model solution, by path. The caller decides whether the learner may see
 * them.
 *
 * @throws PlatformError `not-found` for an unknown slug
 */
export async function solutionFiles(slug: string): Promise<Record<string, string>> {
  const { exercise, solution } = await loadExercise(contentRoot(), slug);
  return Object.fromEntries(
    solution.filter((file) => exercise.editable.includes(file.path)).map((file) => [file.path, file.data]),
  );
}
