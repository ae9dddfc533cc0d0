import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { planImport } from './import-plan.ts';

const blob = (text: string) => createHash('sha1').update(`blob ${text.length}\0${text}`).digest('hex');
const inDraft = (path: string, text = '') => ({ path, blob: blob(text), bytes: 0, executable: false });
const imported = (path: string, text = '') => ({ path, contents: Buffer.from(text), executable: false });

const draft = [inDraft('lessons/a.mdx', 'same'), inDraft('lessons/b.mdx', 'old'), inDraft('words.txt')];

test('says what is added, changed and the same, below a folder of the draft', () => {
  const files = [imported('a.mdx', 'same'), imported('b.mdx', 'new'), imported('c.mdx')];
  const refused = [{ path: 'link', problem: 'A link.' }];
  const plan = planImport({ files, refused }, '/lessons/', draft);
  expect(plan).toMatchObject({
    added: ['lessons/c.mdx'],
    changed: ['lessons/b.mdx'],
    same: 1,
    refused: [{ path: 'lessons/link', problem: 'A link.' }],
  });
  expect(plan.files.map(({ path }) => path)).toEqual(['lessons/b.mdx', 'lessons/c.mdx']);
});

test.each([
  ['a path that leaves the folder', ['../x'], 'without “.” and “..”'],
  ['a path that leaves and comes back', ['a/../x'], 'without “.” and “..”'],
  ['an absolute path', ['/etc/passwd'], 'single slashes'],
  ['a path of Windows', [String.raw`a\b`], 'cannot contain'],
  ['a drive of Windows', ['C:/x'], 'cannot contain'],
  ['a folder of git', ['.git/config'], 'git uses for itself'],
  ['a name that ends with a dot', ['a.'], 'cannot end with'],
  ['the same name twice', ['x', 'x'], 'more than once'],
  [
    'a name that differs from that of the draft in case',
    ['Words.txt'],
    'differs from words.txt only in case',
  ],
  ['names that differ in case', ['x', 'X'], 'only in case'],
  ['names that differ in how a letter is written', ['\u00e9', 'e\u0301'], 'only in case'],
  ['a file that is a folder of the draft', ['lessons'], 'a file and a folder'],
  ['a file in a file of the draft', ['words.txt/x'], 'One of its folders is a file'],
  ['a file in a file of the archive', ['y/z', 'y'], 'a file'],
  ['what macOS adds', ['__MACOSX/._x', 'a/.DS_Store'], 'about a disk'],
])('%s is refused with its name', (_name, paths, problem) => {
  const plan = planImport({ files: paths.map((path) => imported(path)), refused: [] }, '', draft);
  expect(plan.files).toEqual([]);
  expect(plan.refused.map(({ path }) => path)).toEqual(paths);
  for (const refused of plan.refused) expect(refused.problem).toContain(problem);
});

test('a folder that leaves the content is refused for every file', () => {
  expect(planImport({ files: [imported('x')], refused: [] }, '../..', draft).refused).toMatchObject([
    { path: '../../x' },
  ]);
});

test('a file next to one that is refused is imported', () => {
  const plan = planImport({ files: [imported('../x'), imported('y')], refused: [] }, '', draft);
  expect(plan).toMatchObject({ added: ['y'], refused: [{ path: '../x' }] });
});
