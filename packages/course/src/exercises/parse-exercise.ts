import { exerciseSchema, type DrawnValues, type Exercise } from '@dfm/contracts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { fillInDraw } from './draws.ts';

type YamlProblem = [path: (string | number)[], message: string];

/**
 * Additional rules for authors: no duplicate IDs, one way to start the image, and nothing that could not
 * fail.
 */
const writtenExercise = exerciseSchema.superRefine((exercise, context) => {
  for (const [path, message] of [
    ...repeatedIds(exercise),
    ...startProblems(exercise),
    ...watchProblems(exercise),
    ...leftFileProblems(exercise),
  ])
    context.addIssue({ code: 'custom', path, message });
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

function repeatedIds(exercise: Exercise): YamlProblem[] {
  const lists: [list: string[], key: string[], ids: string[]][] = [
    [['scenarios'], ['id'], exercise.scenarios.map(({ id }) => id)],
    [['wrong'], ['id'], exercise.wrong.map(({ id }) => id)],
    [['editable'], [], exercise.editable],
    [['run', 'starts'], ['name'], exercise.run?.starts.map(({ name }) => name) ?? []],
  ];
  return lists.flatMap(([list, key, ids]) =>
    ids.flatMap((id, index): YamlProblem[] =>
      ids.indexOf(id) < index ? [[[...list, index, ...key], `"${id}" appears twice`]] : [],
    ),
  );
}

/** Starts of a service that could not fail, because nothing is asked, or that ask too much. */
function startProblems({ run }: Exercise): YamlProblem[] {
  return (run?.starts ?? []).flatMap((start, index): YamlProblem[] => {
    const asks = (key: 'probes' | 'afterwards') =>
      start[key].length > 0 || start.draw?.every((drawn) => drawn[key] !== undefined) === true;
    const path = ['run', 'starts', index];
    if (start.refuses)
      return asks('probes') || start.keeps !== undefined || asks('afterwards')
        ? [[path, 'with `refuses`, it cannot have `probes`, `keeps` or `afterwards`']]
        : [];
    if (!asks('probes')) return [[path, 'needs `probes`, itself or in each row of its `draw`']];
    return asks('afterwards') === (start.keeps !== undefined)
      ? []
      : [[path, 'needs both `keeps` and `afterwards`, or neither']];
  });
}

/** What is to be observed in a service, but could not be. */
function watchProblems({ run }: Exercise): YamlProblem[] {
  if (run === undefined) return [];
  const { load, alive, probes, files, readyPath } = run;
  return [
    [load !== undefined && probes.length === 0, ['run', 'load'], 'needs a probe in `probes`'],
    [alive?.path === readyPath, ['run', 'alive', 'path'], 'must not be `readyPath`'],
    [
      alive?.loses !== undefined && files === undefined,
      ['run', 'alive', 'loses'],
      'needs `files`, which it names a file of',
    ],
  ].flatMap(([isWrong, path, message]) => (isWrong === true ? [[path, message] as YamlProblem] : []));
}

/** Files that no job could leave, because they are not in a folder to which it may write. */
function leftFileProblems({ job }: Exercise): YamlProblem[] {
  return (job?.starts ?? []).flatMap(({ files, leaves, draw = [] }, index) => {
    const expected: [path: (string | number)[], path: string | undefined][] = [
      [['leaves'], leaves?.path],
      ...draw.map((row, at): (typeof expected)[number] => [['draw', at, 'leaves'], row.leaves?.path]),
    ];
    return expected.flatMap(([key, path]): YamlProblem[] =>
      path === undefined || (files?.readonly === false && path.startsWith(`${files.path}/`))
        ? []
        : [
            [
              ['job', 'starts', index, ...key, 'path'],
              'must be below the path of `files`, which needs `readonly: false`',
            ],
          ],
    );
  });
}
