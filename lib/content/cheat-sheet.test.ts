import type { LessonCommand } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { cheatModules } from './cheat-sheet.ts';

const ran = (script: string, cheat?: string): LessonCommand => ({
  kind: 'command',
  id: `cmd-${script.trim()}`,
  line: 1,
  script,
  exitCode: 0,
  expect: [],
  cheat,
});
const item = (slug: string, kind: 'lesson' | 'exercise' = 'lesson') => ({
  kind,
  slug,
  title: slug.toUpperCase(),
  summary: '',
  minutes: 1,
});
const modules = [
  { slug: 'one', title: 'One', items: [item('a')] },
  { slug: 'two', title: 'Two', items: [item('b'), item('c', 'exercise')] },
];
const listed = (commands: Record<string, LessonCommand[]>) =>
  cheatModules(modules, new Map(Object.entries(commands)), new Set()).map(({ number, commands: found }) => [
    number,
    ...found.map(({ what, command }) => `${what}: ${command}`),
  ]);

test.each([
  ['commands with a cheat, in order', { a: [ran('x\n', 'X'), ran('y\n', 'Y')] }, [[1, 'X: x', 'Y: y']]],
  [
    'near miss: a command that only runs, and a file',
    { a: [ran('x\n'), { kind: 'file', line: 1, path: 'app.py', content: '' }] },
    [],
  ],
  [
    'a command that is only shown',
    { a: [{ kind: 'shown', id: 'cmd-1', line: 1, script: 'docker push x\n', cheat: 'Pushes' }] },
    [[1, 'Pushes: docker push x']],
  ],
  ['a module without commands is left out but counted', { b: [ran('x\n', 'X')] }, [[2, 'X: x']]],
  [
    'a repeated command is listed where it comes first',
    { a: [ran('x\n', 'First')], b: [ran('x\n', 'Again'), ran('y\n', 'Y')] },
    [
      [1, 'First: x'],
      [2, 'Y: y'],
    ],
  ],
  ['an exercise has none', { c: [ran('x\n', 'X')] }, []],
] satisfies [string, Record<string, LessonCommand[]>, (string | number)[][]][])(
  '%s',
  (_name, commands, expected) => {
    expect(listed(commands)).toEqual(expected);
  },
);

test('each command links to its place in the lesson', () => {
  expect(cheatModules(modules, new Map([['a', [ran('x\n', 'X')]]]), new Set())[0]?.commands[0]).toMatchObject(
    {
      lesson: 'A',
      href: '/lessons/a#cmd-x',
    },
  );
});

test.each<[name: string, command: LessonCommand, ofProjects: string[], terminalHref: string | undefined]>([
  ['a command that ran', ran('docker ps\n', 'Lists'), ['b'], '/terminal#type=docker%20ps'],
  ['near miss: one of a lesson with the files of a project', ran('docker ps\n', 'Lists'), ['a'], undefined],
  [
    'near miss: one that needs a registry or another machine',
    { kind: 'shown', id: 'cmd-1', line: 1, script: 'docker push x\n', cheat: 'Pushes' },
    [],
    undefined,
  ],
])('the link to the terminal of %s', (_name, command, ofProjects, terminalHref) => {
  const [module] = cheatModules(modules, new Map([['a', [command]]]), new Set(ofProjects));
  expect(module?.commands[0]).toMatchObject({ terminalHref });
});
