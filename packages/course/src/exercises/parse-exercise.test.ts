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
  expect(exercise.limits.contextMb).toBe(20);
});

test('an exercise has a board where it says by what', () => {
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
    'exercise.yaml:8:1: a list that begins with [ needs its ] before the next key',
  ],
  [
    'a tab',
    '  items:',
    '\titems:',
    'exercise.yaml:14:1: a tab at the beginning of a line: YAML is indented with spaces',
  ],
  [
    'a text with a colon',
    'title: Demo',
    'title: Demo: a first',
    'exercise.yaml:3:8: a colon with a space begins a value: put a text that holds one in quotes',
  ],
  [
    'a key without a space',
    'difficulty: 1',
    'difficulty:1',
    'exercise.yaml:5:1: this line is no `key: value`',
  ],
  ['a key twice', 'minutes: 5', 'minutes: 5\nminutes: 6', 'exercise.yaml:7:1: this key is there twice'],
  [
    'an item that stands elsewhere',
    '  - { id: b,',
    ' - { id: b,',
    'this item is indented otherwise than the others of its list',
  ],
  [
    'a wrong type',
    'points: 10',
    'points: ten',
    'exercise.yaml:16:15: rubric.items.0.points: wants a number, and has “ten”',
  ],
  [
    'a missing key, told where its parent is',
    '      points: 10\n',
    '',
    'exercise.yaml:15:7: rubric.items.0.points: is missing',
  ],
  [
    'an unknown key',
    'required: true',
    'requird: true',
    'exercise.yaml:17:16: rubric.items.0.requird: this key is not known here',
  ],
  [
    'a path that leaves the context',
    '[Dockerfile]',
    '[../Dockerfile]',
    'exercise.yaml:7:12: editable.0: a path inside the build context',
  ],
  ['an absolute path', '[Dockerfile]', '[/Dockerfile]', 'editable.0: a path inside the build context'],
  ['two variants of one id', '{ id: b,', '{ id: a,', 'exercise.yaml:20:11: wrong.1.id: "a" is there twice'],
  [
    'a service that is a job as well',
    'rubric:',
    'run: { port: 80, readyPath: / }\njob: { starts: [{ name: trains }] }\nrubric:',
    'exercise.yaml:14:6: job: an image is started as a service (`run`) or as a job',
  ],
  [
    'a board of what is not measured',
    'rubric:',
    'board: fewest-lines\nrubric:',
    'exercise.yaml:13:8: board: what the board ranks by: there is total-bytes',
  ],
  [
    'two wrong variants only',
    '  - { id: c, title: C, caughtBy: [root-user] }\n',
    '',
    'wrong: wants at least 3, and has 2',
  ],
  [
    'a list instead of an exercise',
    valid,
    '- 1\n',
    'exercise.yaml:1:1: wants keys with values, and has a list',
  ],
  [
    'a word that is none of those there are',
    'all-cached',
    'all-cashed',
    'scenarios.0.expects: has “all-cashed”. There are all-cached, deps-cached, ',
  ],
  [
    'more than there is',
    'difficulty: 1',
    'difficulty: 9',
    'exercise.yaml:5:13: difficulty: is “9”, and wants at most 5',
  ],
  ['nothing behind a key', 'title: Demo', 'title:', 'title: wants a text, and has nothing'],
  ['an empty file', valid, '', 'exercise.yaml'],
];
test.each(defects)('%s is an error with its place', (_name, from, to, message) => {
  expect(valid).toContain(from);
  const parse = () => parseExercise(valid.replace(from, to), 'exercise.yaml');
  expect(parse).toThrow(ContentError);
  expect(parse).toThrow(message);
});

test('every defect is told at once', () => {
  const text = valid.replace('version: 1', 'version: 2').replace('difficulty: 1', 'difficulty: 9');
  expect(() => parseExercise(text, 'exercise.yaml')).toThrow(
    /exercise\.yaml:1:10: version.*\n.*exercise\.yaml:5:13: difficulty/,
  );
});
