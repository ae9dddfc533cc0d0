import { exerciseSchema, type DrawnValues, type Exercise } from '@dfm/contracts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { fillInDraw } from './draws.ts';

/** Additional rules for authors: no duplicate IDs, and only one way to start the image. */
const writtenExercise = exerciseSchema.superRefine((exercise, context) => {
  for (const [path, id] of repeatedIds(exercise))
    context.addIssue({ code: 'custom', path, message: `"${id}" appears twice` });
  if (exercise.run !== undefined && exercise.job !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['job'],
      message: 'an exercise can have either `run` (a service) or `job`, but not both',
    });
});

/**
 * Parses the text of an `exercise.yaml`.
 *
 * @param file name of the file in error messages
 * @param values values to fill in; the first draw's are the default
 * @throws ContentError with the position of every problem
 */
export function parseExercise(text: string, file: string, values?: DrawnValues): Exercise {
  return parseYaml(writtenExercise, text, file, 1, (content) => fillInDraw(content, values));
}

function repeatedIds(exercise: Exercise): [path: (string | number)[], id: string][] {
  const lists: [string, string[], string[]][] = [
    ['scenarios', ['id'], exercise.scenarios.map((scenario) => scenario.id)],
    ['wrong', ['id'], exercise.wrong.map((variant) => variant.id)],
    ['editable', [], exercise.editable],
  ];
  return lists.flatMap(([list, key, ids]) =>
    ids.flatMap((id, index): [(string | number)[], string][] =>
      ids.indexOf(id) < index ? [[[list, index, ...key], id]] : [],
    ),
  );
}
