import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exerciseSchema } from '@dfm/contracts';
import { toContextFile } from '@dfm/course/exercises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check } from './check.ts';
import { submittedFiles } from './submitted-files.ts';

const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'tiny',
  title: 'Tiny',
  summary: 'A service',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile', 'start.sh', '.dockerignore'],
  limits: { contextMib: 1 },
  rubric: { items: [{ check: 'root-user', points: 10 }] },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['root-user'] })),
});
const starter = [
  toContextFile('app.py', Buffer.from('print(1)\n'), false),
  toContextFile('start.sh', Buffer.from('python app.py\n'), true),
];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-folder-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
});

afterEach(() => rm(folder, { recursive: true }));

const write = (path: string, text: string) => writeFile(join(folder, path), text);
const sparse = async (path: string) => {
  await write(path, '');
  await truncate(join(folder, path), 8 * 2 ** 30);
};
const submitted = () => submittedFiles({ exercise, starter }, folder);
const pathsOf = async () => {
  const { files, leftOut } = await submitted();
  return { paths: files.map(({ path }) => path).toSorted(), leftOut };
};
const starterPaths = ['Dockerfile', 'app.py', 'start.sh'];

test.each<[name: string, make: () => Promise<unknown>, leftOut: string[]]>([
  ['8 GiB next to the Dockerfile', () => sparse('data.bin'), ['data.bin']],
  [
    '8 GiB that .dockerignore leaves out',
    async () => (await write('.dockerignore', '*.bin'), sparse('data.bin')),
    [],
  ],
  [
    '8 GiB in a folder that Dockerfile.dockerignore leaves out',
    async () => (
      await mkdir(join(folder, 'data')),
      await sparse('data/x'),
      write('Dockerfile.dockerignore', 'data\nDockerfile.dockerignore')
    ),
    [],
  ],
  ['8 GiB with the name of one of the exercise files', () => sparse('app.py'), ['app.py']],
  ['an unchanged exercise file', () => write('app.py', 'print(1)\n'), []],
  ['a changed file with the same name', () => write('app.py', 'print(2)\n'), ['app.py']],
  ['a pipe', async () => execFileSync('mkfifo', [join(folder, 'pipe')]), ['pipe']],
  ['a link', () => symlink('/etc/passwd', join(folder, 'link')), ['link']],
  ['a link to its own folder', () => symlink('.', join(folder, 'loop')), ['loop']],
  [
    'an exception in .dockerignore',
    async () => (
      await mkdir(join(folder, 'data')),
      await write('data/kept', ''),
      await write('data/other', ''),
      write('.dockerignore', 'data\n!data/kept')
    ),
    ['data/kept'],
  ],
  [
    'many files',
    () => Promise.all(Array.from({ length: 30 }, (_, n) => write(`f${n + 10}`, ''))),
    [...Array.from({ length: 10 }, (_, n) => `f${n + 10}`), '…'],
  ],
])('next to a Dockerfile: %s', async (_name, make, leftOut) => {
  await make();
  const { paths, leftOut: seen } = await pathsOf();
  expect([paths.filter((path) => path !== '.dockerignore'), seen]).toEqual([starterPaths, leftOut]);
});

test("an edited file replaces the starter's, with its executable bit", async () => {
  await write('start.sh', 'exec python app.py\n');
  await chmod(join(folder, 'start.sh'), 0o755);
  expect((await submitted()).files.find(({ path }) => path === 'start.sh')).toEqual({
    path: 'start.sh',
    mode: 0o755,
    encoding: 'utf8',
    data: 'exec python app.py\n',
  });
});

test.each<[name: string, make: () => Promise<unknown>, message: RegExp]>([
  [
    'no Dockerfile',
    () => rm(join(folder, 'Dockerfile')),
    /^There is no Dockerfile in the folder \S+: \S+\/Dockerfile does not exist\.$/u,
  ],
  [
    'a Dockerfile of 8 GiB',
    () => sparse('Dockerfile'),
    /Dockerfile is 8,192 MiB; the limit for all files of this exercise together is 1 MiB\.$/u,
  ],
  ['an edited file of 8 GiB', () => sparse('start.sh'), /start\.sh is 8,192 MiB; /u],
  ['a .dockerignore of 8 GiB', () => sparse('.dockerignore'), /\.dockerignore is 8,192 MiB; /u],
  [
    'a pipe instead of the Dockerfile',
    async () => (await rm(join(folder, 'Dockerfile')), execFileSync('mkfifo', [join(folder, 'Dockerfile')])),
    /Dockerfile is a named pipe, not a regular file\.$/u,
  ],
  [
    'a folder instead of the Dockerfile',
    async () => (await rm(join(folder, 'Dockerfile')), mkdir(join(folder, 'Dockerfile'))),
    /Dockerfile is a folder, not a regular file\.$/u,
  ],
  [
    'a link instead of the Dockerfile',
    async () => (await rm(join(folder, 'Dockerfile')), symlink('/etc/passwd', join(folder, 'Dockerfile'))),
    /Dockerfile is a symbolic link/u,
  ],
  [
    'a broken link',
    async () => (await rm(join(folder, 'Dockerfile')), symlink('nowhere', join(folder, 'Dockerfile'))),
    /Dockerfile is a symbolic link/u,
  ],
])('%s is reported', async (_name, make, message) => {
  await make();
  await expect(submitted()).rejects.toThrow(message);
});

test('a socket instead of a file is reported', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'start.sh'), resolve));
  try {
    await expect(submitted()).rejects.toThrow(/start\.sh (?:is a socket|cannot be read)/u);
  } finally {
    server.close();
  }
});

test.each([
  ['nothing', 'nowhere', /^\S+\/nowhere does not exist\.$/u],
  [
    'a file',
    'Dockerfile',
    /Dockerfile is a file, not a folder\. Give the folder that the Dockerfile is in\.$/u,
  ],
])('%s instead of a folder is reported', async (_name, path, message) => {
  await expect(submittedFiles({ exercise, starter }, join(folder, path))).rejects.toThrow(message);
});

test('a file without read permission is reported', async () => {
  await chmod(join(folder, 'Dockerfile'), 0);
  await chmod(folder, 0o755);
  // root can read every file.
  const isRoot = process.geteuid!() === 0;
  if (isRoot) process.seteuid!('nobody');
  try {
    await expect(submitted()).rejects.toThrow(/Dockerfile cannot be read: permission denied\.$/u);
  } finally {
    if (isRoot) process.seteuid!(0);
  }
});

async function checked(...args: string[]) {
  let err = '';
  const code = await check(args, {
    out: () => undefined,
    err: (text) => (err += text),
    style: (_format, text) => text,
    interactive: false,
  });
  return { code, err };
}

test.each<[name: string, make: () => Promise<unknown>, code: number, message: RegExp]>([
  ['8 GiB next to the Dockerfile', () => sparse('data.bin'), 0, /^$/u],
  [
    'a pipe, a link and a loop',
    async () => (
      execFileSync('mkfifo', [join(folder, 'pipe')]),
      await symlink('/etc/passwd', join(folder, 'link')),
      symlink('.', join(folder, 'loop'))
    ),
    0,
    /^$/u,
  ],
  [
    'no Dockerfile',
    () => rm(join(folder, 'Dockerfile')),
    2,
    /cannot be checked: there is no Dockerfile in the folder \S+: \S+\/Dockerfile does not exist\n$/u,
  ],
  [
    'a pipe instead of the Dockerfile',
    async () => (await rm(join(folder, 'Dockerfile')), execFileSync('mkfifo', [join(folder, 'Dockerfile')])),
    2,
    /Dockerfile is not a regular file\n$/u,
  ],
  [
    'a pipe instead of .dockerignore',
    async () => execFileSync('mkfifo', [join(folder, '.dockerignore')]),
    2,
    /\.dockerignore is a named pipe, not a regular file\.\n$/u,
  ],
  [
    'a .dockerignore of 8 GiB',
    () => sparse('.dockerignore'),
    2,
    /\.dockerignore is 8,192 MiB; the limit for a \.dockerignore is 10 MiB\.\n$/u,
  ],
])('dfm check of a folder: %s', async (_name, make, code, message) => {
  await write('Dockerfile', 'FROM scratch\nUSER 1\nHEALTHCHECK CMD ["x"]\nCOPY a /\nCMD ["a"]\n');
  await make();
  expect(await checked(folder, '--fail-on', 'error')).toEqual({ code, err: expect.stringMatching(message) });
});

test('dfm check reports a path that does not exist', async () => {
  expect(await checked(join(folder, 'nowhere'))).toEqual({
    code: 2,
    err: expect.stringMatching(/cannot be checked: \S+\/nowhere does not exist\.\n$/u),
  });
});
