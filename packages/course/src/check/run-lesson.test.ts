import { lessonOutputsSchema, type LessonCommand } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { runLesson } from './run-lesson.ts';
import type { CommandResult, Workspace } from './workspace.ts';

/** Returns the given result for each script, and records all calls in order. */
function fake(answers: Record<string, Partial<CommandResult>> = {}) {
  const done: string[] = [];
  const workspace: Workspace = {
    write: async ({ path, data }) => void done.push(`write ${path} ${data}`),
    run: async (script) => {
      done.push(`run ${script}`);
      return { exitCode: 0, output: '', timedOut: false, ...answers[script] };
    },
  };
  return { done, workspace };
}

const command = (
  script: string,
  change: Partial<Extract<LessonCommand, { kind: 'command' }>> = {},
): LessonCommand => ({
  kind: 'command',
  id: `cmd-${script}`,
  line: 7,
  script,
  exitCode: 0,
  expect: [],
  ...change,
});
const lesson = (...commands: LessonCommand[]) => ({ slug: 'a', file: 'a.mdx', commands, files: [] });

test('writes files and runs commands in the order of the lesson, after the project’s files; shown commands are not run', async () => {
  const { done, workspace } = fake();
  const commands: LessonCommand[] = [
    { kind: 'file', line: 1, path: 'Dockerfile', content: 'FROM a\n' },
    command('build'),
    { kind: 'shown', id: 'x', line: 2, script: 'push', cheat: 'Sends' },
    { kind: 'file', line: 3, path: 'Dockerfile', content: 'FROM b\n' },
    command('again'),
  ];
  await runLesson(
    { ...lesson(...commands), files: [{ path: 'app.py', encoding: 'utf8', data: 'print()', mode: 0o644 }] },
    workspace,
  );
  expect(done).toEqual([
    'write app.py print()',
    'write Dockerfile FROM a\n',
    'run build',
    'write Dockerfile FROM b\n',
    'run again',
  ]);
});

test.each<[name: string, lessonCommand: LessonCommand, answer: Partial<CommandResult>, messages: string[]]>([
  ['succeeds as expected', command('s', { expect: ['hello', 'world'] }), { output: 'hello world\n' }, []],
  ['fails as expected', command('s', { exitCode: 3, expect: ['no'] }), { exitCode: 3, output: 'no\n' }, []],
  [
    'fails unexpectedly',
    command('s'),
    { exitCode: 1, output: 'a\nb\n' },
    ['exits with code 1. It prints:\n         | a\n         | b'],
  ],
  [
    'succeeds unexpectedly',
    command('s', { exitCode: 1 }),
    {},
    ['exits with code 0 instead of 1. It prints nothing'],
  ],
  [
    'fails with a different code',
    command('s', { exitCode: 1 }),
    { exitCode: 137 },
    ['exits with code 137 instead of 1. It prints nothing'],
  ],
  [
    'does not print one of two texts',
    command('s', { expect: ['hello', 'world'] }),
    { output: 'hello\n' },
    ['does not print “world”. It prints:\n         | hello'],
  ],
  [
    'times out',
    command('s', { exitCode: 124 }),
    { exitCode: 124, timedOut: true },
    ['does not finish within the time limit. It prints nothing'],
  ],
  ['exits with 124 by itself', command('s', { exitCode: 124 }), { exitCode: 124 }, []],
  [
    'prints the text after the lines that a page shows',
    command('s', { expect: ['line 99'] }),
    { output: Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n') },
    [],
  ],
])('%s', async (_name, lessonCommand, answer, messages) => {
  const { problems } = await runLesson(lesson(lessonCommand), fake({ s: answer }).workspace);
  expect(problems).toEqual(messages.map((message) => ({ file: 'a.mdx', line: 7, message })));
});

test('continues after a command that fails', async () => {
  const { done, workspace } = fake({ first: { exitCode: 1 } });
  const { problems, recorded } = await runLesson(lesson(command('first'), command('second')), workspace);
  expect(done).toEqual(['run first', 'run second']);
  expect(problems).toHaveLength(1);
  expect(recorded.map(({ id, exitCode }) => [id, exitCode])).toEqual([
    ['cmd-first', 1],
    ['cmd-second', 0],
  ]);
});

test.each<[name: string, output: string, kept: string, linesLeftOut: number]>([
  ['no output', '', '', 0],
  ['an empty line', '\n', '', 0],
  ['colours and a progress line become text', '\u001b[32mdone\u001b[0m\n10%\r100%\n', 'done\n10%\n100%', 0],
  [
    'a sequence that sets a title, and a character that reorders text',
    '\u001b]0;title\u0007a\u202eb',
    'a‹U+202E›b',
    0,
  ],
  ['exactly the maximum number of lines', 'a\n'.repeat(40), 'a\n'.repeat(40).trimEnd(), 0],
  ['one line more', 'a\n'.repeat(41), 'a\n'.repeat(40).trimEnd(), 1],
  ['a long line', 'x'.repeat(401), `${'x'.repeat(400)} …`, 0],
])('recorded output: %s', async (_name, output, kept, linesLeftOut) => {
  const { recorded } = await runLesson(lesson(command('s')), fake({ s: { output } }).workspace);
  expect(recorded).toEqual([{ id: 'cmd-s', exitCode: 0, output: kept, linesLeftOut }]);
  expect(() =>
    lessonOutputsSchema.parse({
      version: 1,
      recordedOn: '2026-11-21',
      engineVersion: '26.1.5',
      commands: recorded,
    }),
  ).not.toThrow();
});
