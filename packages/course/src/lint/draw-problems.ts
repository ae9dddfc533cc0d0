import { join } from 'node:path';
import type { Exercise } from '@dfm/contracts';
import { drawInWords } from '@dfm/contracts/draw-in-words';
import { ContentError, loadExercise, readContext, type ContentProblem } from '@dfm/course/exercises';
import { linesOfYaml } from '../yaml/node-offset.ts';

/** Shown to people who have different values or none, and what learners do with them is counted together. */
const sharedTexts = ['title', 'summary', 'hints'] as const;

/**
 * Problems with the draws of an exercise: names that nothing uses, placeholders that are almost written
 * right, and draws for which the exercise cannot be loaded or has different texts that everyone must share.
 *
 * @param yaml text of its `exercise.yaml`
 */
export async function drawProblems(
  contentRoot: string,
  exercise: Exercise,
  yaml: string,
): Promise<ContentProblem[]> {
  const { slug, draws = [] } = exercise;
  const [example] = draws;
  if (example === undefined) return [];
  const folder = join(contentRoot, 'exercises', slug);
  const described = join(folder, 'exercise.yaml');
  const texts = (await readContext(folder)).filter(({ encoding }) => encoding === 'utf8');
  const lineOf = linesOfYaml(yaml);
  const problems = Object.keys(example).flatMap((name): ContentProblem[] => {
    const spaced = new RegExp(String.raw`\{\{(?: +${name} *| *${name} +)\}\}`);
    const almost = texts.flatMap(({ path, data }) =>
      data
        .split('\n')
        .flatMap((line, index) =>
          spaced.test(line)
            ? [{ file: join(folder, path), line: index + 1, message: `write {{${name}}} without spaces` }]
            : [],
        ),
    );
    if (almost.length > 0 || texts.some(({ data }) => data.includes(`{{${name}}}`))) return almost;
    return [
      {
        file: described,
        line: lineOf(['draws', 0, name]),
        message: `draws: nothing contains {{${name}}}`,
      },
    ];
  });
  const loaded: Exercise[] = [];
  for (const [index, values] of draws.entries().drop(1))
    try {
      loaded.push((await loadExercise(contentRoot, slug, values)).exercise);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      const found = error.problems.map(({ message, ...place }) => ({
        ...place,
        message: `with draw ${index + 1} (${drawInWords(values)}): ${message}`,
      }));
      problems.push(...found);
    }
  for (const key of sharedTexts)
    if (loaded.some((other) => JSON.stringify(other[key]) !== JSON.stringify(exercise[key])))
      problems.push({
        file: described,
        line: lineOf([key]),
        message: `${key}: must be the same for everyone`,
      });
  return problems;
}
