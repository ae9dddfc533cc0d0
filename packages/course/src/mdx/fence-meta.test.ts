import { expect, test } from 'vitest';
import { fenceMeta } from './fence-meta.ts';

const nothing = { run: false, expect: [] };

test.each<[name: string, meta: string, read: object]>([
  ['no words', '', nothing],
  [
    'words for the highlighter only',
    'title="Dockerfile" {4-5} ins={2} "a b" /x\\/y/',
    { ...nothing, title: 'Dockerfile' },
  ],
  [
    'our words together with the highlighter’s',
    'run exit=1 expect="no such file" cheat="Shows a file" {1}',
    { run: true, exit: '1', expect: ['no such file'], cheat: 'Shows a file' },
  ],
  ['several expected texts', 'run expect="a" expect="b"', { ...nothing, run: true, expect: ['a', 'b'] }],
  [
    'single quotes around double ones',
    `run expect='{"ok": true}'`,
    { ...nothing, run: true, expect: ['{"ok": true}'] },
  ],
  ['one of our words inside marked text', '"run exit=1"', nothing],
  ['spaces around', '  run   title=app.py  ', { ...nothing, run: true, title: 'app.py' }],
])('%s', (_name, meta, read) => expect(fenceMeta(meta)).toEqual(read));

test.each<[name: string, meta: string, problem: string]>([
  ['an unknown word', 'ru', '“ru” is not an option'],
  ['an unknown word with a hyphen', 'run exit-code=1', '“exit-code” is not an option'],
  ['a value for run', 'run=yes', 'run takes no value'],
  ['an exit code that is not a number', 'run exit=failed', 'exit needs the expected exit code'],
  ['an impossible exit code', 'run exit=256', 'exit needs the expected exit code'],
  ['exit without a code', 'run exit', 'exit needs the expected exit code'],
  ['expect without quotes', 'run expect=hello', 'expect needs text in quotes'],
  ['an empty text', 'run expect=""', 'expect needs text in quotes'],
  ['two entries for the cheat sheet', 'run cheat="a" cheat="b"', 'cheat is used twice'],
  ['unclosed quotes', 'run cheat="a', 'cannot read “cheat="a”'],
  ['words without a space', 'title="a"run', 'cannot read “title="a"run”'],
])('rejects %s', (_name, meta, problem) =>
  expect(fenceMeta(meta)).toEqual({ problem: expect.stringContaining(problem) }),
);
