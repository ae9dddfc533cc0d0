import 'server-only';
import { loadOwnExercise } from './own-draw.ts';

/**
 * The editable files of an exercise's model solution, by path, with a learner's own values. The caller
 * decides whether the learner may see them.
 *
 * @throws PlatformError `not-found` for an unknown slug
 */
export async function solutionFiles(learnerId: string, slug: string): Promise<Record<string, string>> {
  const {
    loaded: { exercise, solution },
  } = await loadOwnExercise(learnerId, slug);
  return Object.fromEntries(
    solution.filter((file) => exercise.editable.includes(file.path)).map((file) => [file.path, file.data]),
  );
}
