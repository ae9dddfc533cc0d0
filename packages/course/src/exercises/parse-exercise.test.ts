import { expect, test } from 'vitest';
import { ContentError } from '../yaml/content-error.ts';
import { parseExercise } from './parse-exercise.ts';

const valid = `version: 1
slug: demo
title: Demo
summary: A demo.
difficulty: 1
minutes: 5
editable: [Dockerfile]
scenarios:
  - id: no-change
    title: Nothing changes
    edits: []
    expects: all-cached
rubric:
  items:
    - check: root-user
      points: 10
      required: true
wrong:
  - { id: a, title: A, caughtBy: [root-user] }
  - { id: b, title: B, caughtBy: [root-user] }
  - { id: c, title: C, caughtBy: [root-user] }
`;

test('a valid description is parsed with its defaults', () => {
  const exercise = parseExercise(valid, 'exercise.yaml');
  expect(exercise.rubric).toEqual({
    passScore: 80,
    items: [{ check: 'root-user', points: 10, required: true, options: {} }],
  });
  expect(exercise.limits.contextMib).toBe(20);
});

test('an exercise has a board if it declares a measure', () => {
  expect(parseExercise(valid, 'exercise.yaml').board).toBeUndefined();
  expect(parseExercise(valid.replace('rubric:', 'board: total-bytes\nrubric:'), 'exercise.yaml').board).toBe(
    'total-bytes',
  );
});

const defects: [name: string, from: string, to: string, message: string][] = [
  [
    'bad YAML',
    'editable: [Dockerfile]',
    'editable: [Dockerfile',
    'exercise.yaml:8:1: a list that starts with [ needs its ] before the next key',
  ],
  [
    'a tab',
    '  items:',
    '\titems:',
    'exercise.yaml:14:1: tab at the start of a line: indent YAML with spaces',
  ],
  [
    'a text with a colon',
    'title: Demo',
    'title: Demo: a first',
    'exercise.yaml:3:8: a colon followed by a space starts a value: put text that contains one in quotes',
  ],
  [
    'a key without a space',
    'difficulty: 1',
    'difficulty:1',
    'exercise.yaml:5:1: this line is not `key: value`',
  ],
  ['a key twice', 'minutes: 5', 'minutes: 5\nminutes: 6', 'exercise.yaml:7:1: this key appears twice'],
  [
    'an item with a different indentation',
    '  - { id: b,',
    ' - { id: b,',
    'this item is not indented like the others in its list',
  ],
  [
    'a wrong type',
    'points: 10',
    'points: ten',
    'exercise.yaml:16:15: rubric.items.0.points: must be a number, but is “ten”',
  ],
  [
    'a missing key, reported at the position of its parent',
    '      points: 10\n',
    '',
    'exercise.yaml:15:7: rubric.items.0.points: is missing',
  ],
  [
    'an unknown key',
    'required: true',
    'requird: true',
    'exercise.yaml:17:16: rubric.items.0.requird: unknown key; did you mean required?',
  ],
  [
    'a misspelt key that is required, next to the missing one',
    'title: Demo',
    'titel: Demo',
    'exercise.yaml:3:8: titel: unknown key; did you mean title?',
  ],
  [
    'a misspelt key that may be left out',
    'rubric:',
    'lessn: layers\nrubric:',
    'lessn: unknown key; did you mean lesson?',
  ],
  [
    'a key of a different kind of edit',
    'edits: []',
    'edits: [{ kind: append, path: a.py, text: x, find: y }]',
    'scenarios.0.edits.0.find: unknown key',
  ],
  [
    'a comma in a text between braces',
    'id: a, title: A,',
    'id: a, title: A file, or two,',
    'wrong.0.or two: unknown key: a comma ends a value inside { }, so put text that contains a comma in quotes',
  ],
  [
    'a limit by its former name',
    'rubric:',
    'limits: { contextMb: 1 }\nrubric:',
    'exercise.yaml:13:22: limits.contextMb: unknown key; did you mean contextMib?',
  ],
  [
    'a path outside the context',
    '[Dockerfile]',
    '[../Dockerfile]',
    'exercise.yaml:7:12: editable.0: must be a path inside the build context',
  ],
  [
    'an absolute path',
    '[Dockerfile]',
    '[/Dockerfile]',
    'editable.0: must be a path inside the build context',
  ],
  [
    'two variants with the same ID',
    '{ id: b,',
    '{ id: a,',
    'exercise.yaml:20:11: wrong.1.id: "a" appears twice',
  ],
  [
    'a service that is also a job',
    'rubric:',
    'run: { port: 80, readyPath: / }\njob: { starts: [{ name: trains }] }\nrubric:',
    'exercise.yaml:14:6: job: an exercise can have either `run` (a service) or `job`',
  ],
  [
    'a start that is asked nothing',
    'rubric:',
    'run: { port: 80, readyPath: /, starts: [{ name: a }] }\nrubric:',
    'run.starts.0: needs `probes`, itself or in each row of its `draw`',
  ],
  [
    'a start that keeps something and is asked nothing afterwards',
    'rubric:',
    'run: { port: 80, readyPath: /, starts: [{ name: a, probes: [{ name: b, path: / }], keeps: /data }] }\nrubric:',
    'run.starts.0: needs both `keeps` and `afterwards`, or neither',
  ],
  [
    'a start that is asked something afterwards and keeps nothing',
    'rubric:',
    'run: { port: 80, readyPath: /, starts: [{ name: a, probes: [{ name: b, path: / }], afterwards: [{ name: b, path: / }] }] }\nrubric:',
    'run.starts.0: needs both `keeps` and `afterwards`, or neither',
  ],
  [
    'a start that must be refused and is asked something',
    'rubric:',
    'run: { port: 80, readyPath: /, starts: [{ name: a, refuses: true, probes: [{ name: b, path: / }] }] }\nrubric:',
    'run.starts.0: with `refuses`, it cannot have `probes`, `keeps` or `afterwards`',
  ],
  [
    'two starts with the same name',
    'rubric:',
    'run: { port: 80, readyPath: /, starts: [{ name: a, probes: [{ name: b, path: / }] }, { name: a, probes: [{ name: b, path: / }] }] }\nrubric:',
    'run.starts.1.name: "a" appears twice',
  ],
  ...['data', '/', '/data/', '/a/../b', '/a:ro', '/a b'].map((path): (typeof defects)[number] => [
    `files that are mounted at ${path}`,
    'rubric:',
    `run: { port: 80, readyPath: /, files: { folder: a, path: "${path}" } }\nrubric:`,
    'run.files.path: must be the absolute path of a folder',
  ]),
  [
    'a load without a request to send',
    'rubric:',
    'run: { port: 80, readyPath: /, load: { requests: 10, maxGrowthMib: 1 } }\nrubric:',
    'run.load: needs a probe in `probes`',
  ],
  [
    'one path for being alive and being ready',
    'rubric:',
    'run: { port: 80, readyPath: /up, alive: { path: /up, startingMs: 1 } }\nrubric:',
    'run.alive.path: must not be `readyPath`',
  ],
  [
    'a file that is lost, but that no container has',
    'rubric:',
    'run: { port: 80, readyPath: /, alive: { path: /live, startingMs: 1, loses: a } }\nrubric:',
    'run.alive.loses: needs `files`',
  ],
  ...[
    'leaves: { path: /out/a }',
    'files: { folder: a, path: /out }, leaves: { path: /out/a }',
    'files: { folder: a, path: /out, readonly: false }, leaves: { path: /output/a }',
  ].map((start): (typeof defects)[number] => [
    `a job that cannot leave a file: ${start}`,
    'rubric:',
    `job: { starts: [{ name: a, ${start} }] }\nrubric:`,
    'job.starts.0.leaves.path: must be below the path of `files`, which needs `readonly: false`',
  ]),
  [
    'a row of a draw whose file cannot be left',
    'rubric:',
    `job: { starts: [{ name: a, draw: [${'{}, '.repeat(4)}{ leaves: { path: /out/a } }] }] }\nrubric:`,
    'job.starts.0.draw.4.leaves.path: must be below the path of `files`',
  ],
  ['files of mounts/ in exercise.yaml', 'rubric:', 'mounts: { a: [] }\nrubric:', 'mounts: unknown key'],
  [
    'a board with an unknown measure',
    'rubric:',
    'board: fewest-lines\nrubric:',
    'exercise.yaml:13:8: board: must be total-bytes, the measure that the board ranks by',
  ],
  [
    'only two wrong variants',
    '  - { id: c, title: C, caughtBy: [root-user] }\n',
    '',
    'wrong: needs at least 3 entries, but has 2',
  ],
  [
    'a list instead of an exercise',
    valid,
    '- 1\n',
    'exercise.yaml:1:1: must be keys with values, but is a list',
  ],
  [
    'a word that is not one of the allowed values',
    'all-cached',
    'all-cashed',
    'scenarios.0.expects: is “all-cashed”, but must be all-cached, deps-cached, ',
  ],
  [
    'a number that is too large',
    'difficulty: 1',
    'difficulty: 9',
    'exercise.yaml:5:13: difficulty: is “9”, but must be at most 5',
  ],
  ['a key without a value', 'title: Demo', 'title:', 'title: must be text, but is empty'],
  ['an empty file', valid, '', 'exercise.yaml'],
];
test.each(defects)('%s is an error with its position', (_name, from, to, message) => {
  expect(valid).toContain(from);
  const parse = () => parseExercise(valid.replace(from, to), 'exercise.yaml');
  expect(parse).toThrow(ContentError);
  expect(parse).toThrow(message);
});

test.each<[name: string, from: string, to: string]>([
  ['a comma in quotes', 'id: a, title: A,', 'id: a, title: "A file, or two",'],
  ['an option of a check, which the check validates', 'required: true', 'options: { anything: { at: all } }'],
  ['an edit with the keys of its kind', 'edits: []', 'edits: [{ kind: append, path: a.py, text: x }]'],
  [
    'a start whose draw has the probes',
    'rubric:',
    `run: { port: 80, readyPath: /, starts: [{ name: a, draw: [${'{ probes: [{ name: b, path: / }] }, '.repeat(5)}] }] }\nrubric:`,
  ],
  [
    'a folder with points in its path',
    'rubric:',
    'run: { port: 80, readyPath: /, files: { folder: a, path: /root/.cache/v1.2 } }\nrubric:',
  ],
  ['a hint for a failed check', 'rubric:', 'hints: [{ failed: [root-user], text: x }]\nrubric:'],
])('near miss: accepts %s', (_name, from, to) => {
  expect(valid).toContain(from);
  expect(() => parseExercise(valid.replace(from, to), 'exercise.yaml')).not.toThrow();
});

test('a key without a value on its own line is not the rest of a text', () => {
  expect(() => parseExercise(`${valid}or two:\n`, 'exercise.yaml')).toThrow(/or two: unknown key$/);
});

test('reports a missing key together with the misspelt one', () => {
  const parse = () => parseExercise(valid.replace('title: Demo', 'titel: Demo'), 'exercise.yaml');
  expect(parse).toThrow('title: is missing');
  expect(parse).toThrow('titel: unknown key; did you mean title?');
});

test('reports all problems at once', () => {
  const text = valid.replace('version: 1', 'version: 2').replace('difficulty: 1', 'difficulty: 9');
  expect(() => parseExercise(text, 'exercise.yaml')).toThrow(
    /exercise\.yaml:1:10: version.*\n.*exercise\.yaml:5:13: difficulty/,
  );
});
