import { PlatformError } from '@dfm/contracts';
import { drawInWords } from '@dfm/contracts/draw-in-words';
import { loadExercise, type LoadedExercise } from '@dfm/course/exercises';

/**
 * Loads an exercise with the first of its draws that has all the given values.
 *
 * @param content folder that contains the course's exercises/
 * @param given each is `<name>=<value>`; if none is given, the first draw is loaded
 * @throws PlatformError `not-found` if there is no such draw or exercise
 */
export async function loadDrawn(
  content: string,
  slug: string,
  given: readonly string[],
): Promise<LoadedExercise> {
  const example = await loadExercise(content, slug);
  if (given.length === 0) return example;
  const draws = example.exercise.draws ?? [];
  const draw = draws.find((values) => {
    const texts = Object.entries(values).map(([name, value]) => `${name}=${value}`);
    return given.every((text) => texts.includes(text));
  });
  if (draw !== undefined) return loadExercise(content, slug, draw);
  throw new PlatformError(
    'not-found',
    draws.length === 0
      ? `Everyone has the same values in ${slug}. Leave out --value.`
      : `${slug} has no draw with ${given.join(' and ')}. It has:\n${draws.map((values) => `  ${drawInWords(values)}`).join('\n')}`,
  );
}
