import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sentContext, toContextFile } from '@dfm/course/exercises';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { decodeText } from '@dfm/dockerfile/context/decode-text';
import { ignoreFilePaths } from '@dfm/dockerfile/context/ignore-file';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderContext } from '../cli/folder-context.ts';
import { contextEvidence } from '../components/exercise/editor/context-evidence.ts';

type Files = Readonly<Record<string, string | Buffer>>;
/** A file whose text checks do not read. */
const noText = undefined;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-context-'));
});

afterEach(() => rm(folder, { recursive: true }));

const mebibyte = 2 ** 20;
const project = { Dockerfile: 'FROM a', 'app.py': 'x', 'data/a.csv': '1', 'data/keep.csv': '2' };
const big = (bytes: number) => Buffer.alloc(bytes, 'x');

/** The context must be the same for a finding in the editor, in `dfm check` and in a verdict. */
test.each<[name: string, files: Files, expected: Record<string, string | undefined>]>([
  ['without an ignore file, everything', project, project],
  [
    'a name',
    { ...project, '.dockerignore': 'app.py' },
    { Dockerfile: 'FROM a', 'data/a.csv': '1', 'data/keep.csv': '2', '.dockerignore': 'app.py' },
  ],
  [
    'near miss: a longer name',
    { ...project, '.dockerignore': 'app.pyc' },
    { ...project, '.dockerignore': 'app.pyc' },
  ],
  [
    'a folder',
    { ...project, '.dockerignore': 'data/' },
    { Dockerfile: 'FROM a', 'app.py': 'x', '.dockerignore': 'data/' },
  ],
  [
    'an exception',
    { ...project, '.dockerignore': 'data/*\n!data/keep.csv' },
    {
      Dockerfile: 'FROM a',
      'app.py': 'x',
      'data/keep.csv': '2',
      '.dockerignore': 'data/*\n!data/keep.csv',
    },
  ],
  [
    'near miss: an exception above the rule',
    { ...project, '.dockerignore': '!data/keep.csv\ndata/*' },
    { Dockerfile: 'FROM a', 'app.py': 'x', '.dockerignore': '!data/keep.csv\ndata/*' },
  ],
  [
    'everything: the builder reads the Dockerfile and the rules itself',
    { ...project, '.dockerignore': '*' },
    { Dockerfile: 'FROM a', '.dockerignore': '*' },
  ],
  [
    "the Dockerfile's own ignore file wins",
    { ...project, '.dockerignore': 'app.py', 'Dockerfile.dockerignore': 'data' },
    {
      Dockerfile: 'FROM a',
      'app.py': 'x',
      '.dockerignore': 'app.py',
      'Dockerfile.dockerignore': 'data',
    },
  ],
  [
    'near miss: the ignore file that does not count is a file like any other',
    { ...project, '.dockerignore': 'app.py', 'Dockerfile.dockerignore': '*' },
    { Dockerfile: 'FROM a', 'Dockerfile.dockerignore': '*' },
  ],
  [
    'near miss: an ignore file in a folder',
    { ...project, 'data/.dockerignore': 'a.csv' },
    { ...project, 'data/.dockerignore': 'a.csv' },
  ],
  [
    'an ignore file with a byte order mark and Windows line ends',
    { ...project, '.dockerignore': '\uFEFFapp.py\r\ndata\r\n' },
    { Dockerfile: 'FROM a', '.dockerignore': '\uFEFFapp.py\r\ndata\r\n' },
  ],
  [
    'an ignore file that is not UTF-8 is not read',
    { ...project, '.dockerignore': Buffer.from('app.py\n\xff', 'latin1') },
    { ...project, '.dockerignore': noText },
  ],
  [
    'an empty file, and no rules',
    { ...project, 'data/__init__.py': '', '.dockerignore': '' },
    { ...project, 'data/__init__.py': '', '.dockerignore': '' },
  ],
  [
    'text with a byte order mark and Windows line ends is unchanged',
    { Dockerfile: 'FROM a', 'requirements.txt': '\uFEFFtorch\r\nnumpy\r\n' },
    { Dockerfile: 'FROM a', 'requirements.txt': '\uFEFFtorch\r\nnumpy\r\n' },
  ],
  [
    'a binary file',
    { Dockerfile: 'FROM a', 'model.bin': Buffer.from([0xff, 0xfe, 0]) },
    { Dockerfile: 'FROM a', 'model.bin': noText },
  ],
  [
    'near miss: a NUL is UTF-8',
    { Dockerfile: 'FROM a', 'a.txt': 'a\0b' },
    { Dockerfile: 'FROM a', 'a.txt': 'a\0b' },
  ],
  [
    'a file of more than 1 MiB',
    { Dockerfile: 'FROM a', 'big.csv': big(mebibyte + 1) },
    { Dockerfile: 'FROM a', 'big.csv': noText },
  ],
  [
    'near miss: a file of 1 MiB',
    { Dockerfile: 'FROM a', 'big.csv': big(mebibyte) },
    { Dockerfile: 'FROM a', 'big.csv': 'x'.repeat(mebibyte) },
  ],
  [
    'bytes count, not characters',
    { Dockerfile: 'FROM a', 'big.csv': 'é'.repeat(mebibyte / 2 + 1) },
    { Dockerfile: 'FROM a', 'big.csv': noText },
  ],
])('%s', async (_name, files, expected) => {
  for (const context of await contexts(files)) expect(textsIn(context)).toStrictEqual(expected);
});

test('with more text than can be kept, that of the smallest files is read', async () => {
  const names = Array.from({ length: 64 }, (_, n) => `${n + 10}.csv`);
  const files = Object.fromEntries(names.map((name) => [name, big(mebibyte)]));
  for (const { files: read } of await contexts({ ...files, Dockerfile: 'FROM a' })) {
    const unread = read.filter(({ text }) => text === undefined).map(({ path }) => path);
    expect([read.length, unread]).toEqual([65, ['73.csv']]);
  }
});

test('a link is not part of a context', async () => {
  await writeFile(join(folder, 'Dockerfile'), 'FROM a');
  await symlink('Dockerfile', join(folder, 'link'));
  expect(textsIn(await folderContext(folder))).toStrictEqual({ Dockerfile: 'FROM a' });
});

/**
 * The context of the command line, of the runner and of the editor, which shows the ignore files or hides
 * them. They differ only in order.
 */
async function contexts(files: Files): Promise<BuildContext[]> {
  const entries = Object.entries(files).map(([path, data]) => ({ path, bytes: Buffer.from(data) }));
  for (const { path, bytes } of entries) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const submitted = entries.map(({ path, bytes }) => toContextFile(path, bytes, false));
  // The page has the text of what is text, and of other files only their size.
  const shown = entries.flatMap(({ path, bytes }) => {
    const text = decodeText(bytes);
    return text === undefined ? [] : [[path, text] as const];
  });
  const hiddenFiles = entries
    .filter(({ path }) => !shown.some(([own]) => own === path))
    .map(({ path, bytes }) => ({ path, bytes: bytes.length }));
  const isIgnoreFile = ([path]: readonly [string, string]) => ignoreFilePaths.includes(path);
  const all = [
    await folderContext(folder),
    sentContext(submitted).evidence,
    contextEvidence({ files: Object.fromEntries(shown), hiddenFiles }),
    contextEvidence({
      files: Object.fromEntries(shown.filter((entry) => !isIgnoreFile(entry))),
      hiddenFiles: [
        ...hiddenFiles,
        ...shown.filter(isIgnoreFile).map(([path, text]) => ({ path, bytes: Buffer.byteLength(text), text })),
      ],
    }),
  ];
  const inOrder = all.map((context) => ({
    ...context,
    files: context.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  }));
  for (const context of inOrder) expect(context).toStrictEqual(inOrder[0]);
  return inOrder;
}

function textsIn({ files }: BuildContext): Record<string, string | undefined> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}
