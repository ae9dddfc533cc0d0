import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { visibleText } from '@dfm/contracts/visible-text';
import { labSkeleton } from '@dfm/course/new/lab-skeleton';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lab } from './lab.ts';
import type { Person } from './person.ts';

const nobody: Person = { isThere: false, agrees: async () => false, listen: () => {} };
/** Stands for the command of Docker: has an engine with nothing in it. */
const docker = `#!/bin/sh
case "$*" in
  version*) echo 28 ;;
  events*) exec sleep 60 ;;
esac
`;

let folder: string;
let content: string;
let work: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-lab-'));
  content = join(folder, 'content');
  work = join(folder, 'work');
  const files = labSkeleton({ slug: 'trial' });
  for (const [path, text] of Object.entries(files)) await write(join(content, path), text);
  await write(join(folder, 'bin/docker'), docker, 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function write(path: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode });
}

async function run(args: string[], person = nobody, until = new AbortController()) {
  let out = '';
  let err = '';
  const code = await lab(
    [...args, '--content', content],
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      style: (_format, text) => text,
      interactive: false,
    },
    person,
    until.signal,
  );
  return { code, out, err };
}

test('says what it would do, and does nothing without being told to', async () => {
  const asked = await run(['trial', work]);
  expect(asked.code).toBe(2);
  expect(asked.out).toContain(`It creates the folder ${work} and runs in it:\n\n    mkdir site\n`);
  expect(asked.out).toContain('python:3.11-slim-bookworm');
  expect(asked.err).toContain('--yes');
  const questions: string[] = [];
  const refusing: Person = {
    ...nobody,
    isThere: true,
    agrees: async (question) => {
      questions.push(question);
      return false;
    },
  };
  expect((await run(['trial', work], refusing)).code).toBe(1);
  expect(questions).toEqual(['Set it up? [y/N] ']);
  expect(await readdir(folder)).not.toContain('work');
});

test('sets the lab up, shows the step, and continues without setting it up again', async () => {
  const person: Person = {
    isThere: true,
    agrees: async () => true,
    listen: (press) => void setTimeout(() => 'hhsq'.split('').forEach(press), 10),
  };
  const first = await run(['trial', work], person);
  expect(first.code).toBe(1);
  expect(first.err).toBe('');
  expect(first.out).toContain('Step 1 of 2: Publish the port');
  expect(first.out).toContain('    python -m http.server --directory /site 80\n');
  expect(first.out).toContain('    docker run -d --name web -p 8080:80');
  expect(first.out).toContain('Hint: Which option of docker run');
  expect(await readFile(join(work, 'site/index.html'), 'utf8')).toBe('hello\n');
  await writeFile(join(work, 'site/index.html'), 'changed');
  const stop = new AbortController();
  stop.abort();
  const again = await run(['trial', work], nobody, stop);
  expect(again.out).toContain('Step 1 of 2');
  expect(again.out).not.toContain('It creates the folder');
  expect(await readFile(join(work, 'site/index.html'), 'utf8')).toBe('changed');
});

test('a second command prints one more hint each time', async () => {
  const stop = new AbortController();
  stop.abort();
  await run(['trial', work, '--yes'], nobody, stop);
  const hints = async () => (await run(['trial', work, '--hint'])).out.match(/^\d\./gm)?.join('');
  expect(await hints()).toBe('1.');
  expect(await hints()).toBe('1.2.');
  expect(await hints()).toBe('1.2.3.');
  expect(await hints()).toBe('1.2.3.');
});

test('a set-up that fails is shown, and the lab does not start', async () => {
  const path = join(content, 'labs/trial/lab.yaml');
  const yaml = await readFile(path, 'utf8');
  await writeFile(path, yaml.replace('mkdir site', 'echo no room\\e[2J; exit 3'));
  const { code, out, err } = await run(['trial', work, '--yes']);
  expect(code).toBe(2);
  expect(err).toContain('no room');
  expect(err).toContain('The set-up has failed');
  expect(visibleText(err)).toBe(err);
  expect(out).not.toContain('Step 1');
});

test.each<[name: string, args: string[], message: string]>([
  ['no lab', [], 'Give one lab'],
  ['too many arguments', ['a', 'b', 'c'], 'Give one lab'],
  ['an unknown option', ['trial', '--fast'], '--fast'],
  ['an unknown lab', ['tria\u202el'], 'There is no lab'],
  ['a hint before the lab', ['trial', '--hint'], 'was not started'],
])('%s is an error', async (_name, args, message) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(visibleText(err)).toBe(err);
});

test('an engine that does not answer is an error', async () => {
  await write(join(folder, 'bin/docker'), '#!/bin/sh\nexit 1\n', 0o755);
  const { code, err } = await run(['trial', work, '--yes']);
  expect(code).toBe(2);
  expect(err).toContain('Docker Engine does not answer');
  expect(await readdir(folder)).not.toContain('work');
});
