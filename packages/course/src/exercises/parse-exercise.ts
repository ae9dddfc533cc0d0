import { exerciseSchema, type Exercise } from '@dfm/contracts';
import { parseYaml } from '../yaml/parse-yaml.ts';

/** An exercise as its author has to write it: no id twice, and one way to start its image. */
const writtenExercise = exerciseSchema.superRefine((exercise, context) => {
  for (const [path, id] of repeatedIds(exercise))
    context.addIssue({ code: 'custom', path, message: `"${id}" is there twice` });
  if (exercise.run !== undefined && exercise.job !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['job'],
      message: 'an image is started as a service (`run`) or as a job, not as both',
    });
});

/**
 * Parses the text of an `exercise.yaml`.
 *
 * @param file how errors name the file
 * @throws ContentError with the place of every defect
 */
export function parseExercise(text: string, file: string): Exercise {
  return parseYaml(writtenExercise, text, file);
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
