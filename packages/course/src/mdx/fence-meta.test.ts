import { expect, test } from 'vitest';
import { fenceMeta } from './fence-meta.ts';

const nothing = { run: false, expect: [] };

test.each<[name: string, meta: string, read: object]>([
  ['nothing', '', nothing],
  [
    'what only the highlighter reads',
    'title="Dockerfile" {4-5} ins={2} "a b" /x\\/y/',
    { ...nothing, title: 'Dockerfile' },
  ],
  [
    'our words beside the highlighter’s',
    'run exit=1 expect="no such file" cheat="Shows a file" {1}',
    { run: true, exit: '1', expect: ['no such file'], cheat: 'Shows a file' },
  ],
  ['several texts to expect', 'run expect="a" expect="b"', { ...nothing, run: true, expect: ['a', 'b'] }],
  [
    'single quotes around double ones',
    `run expect='{"ok": true}'`,
    { ...nothing, run: true, expect: ['{"ok": true}'] },
  ],
  ['a word of ours inside a marked text', '"run exit=1"', nothing],
  ['spaces around', '  run   title=app.py  ', { ...nothing, run: true, title: 'app.py' }],
])('%s', (_name, meta, read) => expect(fenceMeta(meta)).toEqual(read));

test.each<[name: string, meta: string, wrong: string]>([
  ['a word nobody knows', 'ru', '“ru” is not known'],
  ['a word with a hyphen nobody knows', 'run exit-code=1', '“exit-code” is not known'],
  ['a value for run', 'run=yes', 'run takes no value'],
  ['an exit code that is none', 'run exit=failed', 'exit takes the exit code'],
  ['an exit code that no process has', 'run exit=256', 'exit takes the exit code'],
  ['exit without a code', 'run exit', 'exit takes the exit code'],
  ['expect without quotes', 'run expect=hello', 'expect takes a text in quotes'],
  ['an empty text', 'run expect=""', 'expect takes a text in quotes'],
  ['two entries of the cheat sheet', 'run cheat="a" cheat="b"', 'cheat is there twice'],
  ['quotes that do not end', 'run cheat="a', 'cannot read “cheat="a”'],
  ['words in a row', 'title="a"run', 'cannot read “title="a"run”'],
])('refused: %s', (_name, meta, wrong) =>
  expect(fenceMeta(meta)).toEqual({ wrong: expect.stringContaining(wrong) }),
);
