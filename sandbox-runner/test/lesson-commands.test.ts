import { randomBytes } from 'node:crypto';
import type { LessonCommand } from '@dfm/contracts';
import { runLesson } from '@dfm/course/check/run-lesson';
import type { Workspace } from '@dfm/course/check/workspace';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxWorkspace } from '../src/content/sandbox-workspace.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

const secondsPerScript = 60;

let fixture: PoolFixture;
let sandbox: Sandbox;
let workspace: Workspace;

beforeAll(async () => {
  fixture = await openPool();
  sandbox = await fixture.pool.acquire('reader');
  workspace = await sandboxWorkspace(sandbox, secondsPerScript, new AbortController().signal);
});
afterAll(() => fixture[Symbol.asyncDispose]());

test.each<[name: string, script: string, exitCode: number, output: string]>([
  ['an ordinary user in a separate folder', 'id -un; pwd; ls -A', 0, 'sandbox\n/data/lesson\n'],
  [
    'stdout and stderr in the order in which they were written',
    'echo one; echo two >&2; echo three',
    0,
    'one\ntwo\nthree\n',
  ],
  ['the script ends at the first command that fails', 'echo one; (exit 3); echo two', 3, 'one\n'],
  ['empty standard input, and no terminal', 'cat; test -t 1 || echo none', 0, 'none\n'],
  ['no network', 'ls /sys/class/net', 0, 'lo\n'],
])('%s', async (_name, script, exitCode, output) => {
  expect(await workspace.run(script)).toEqual({ exitCode, output, timedOut: false });
});

test('docker is the sandbox’s own engine, with buildx and Compose', async () => {
  const { exitCode, output } = await workspace.run(
    "docker version --format '{{.Server.Version}}'; docker buildx version; docker compose version --short",
  );
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: expect.stringMatching(/^\S+\n.*buildx.*\n2\./),
  });
  expect(output.split('\n')[0]).toBe(sandbox.engineVersion);
});

test('a file is written unchanged, and a container sees it through a mount', async () => {
  const bytes = randomBytes(200_000);
  await workspace.write({
    path: 'model/weights.bin',
    encoding: 'base64',
    data: bytes.toString('base64'),
    mode: 0o644,
  });
  await workspace.write({ path: 'run.sh', encoding: 'utf8', data: 'first', mode: 0o755 });
  await workspace.write({ path: 'run.sh', encoding: 'utf8', data: '#!/bin/sh\necho it runs\n', mode: 0o755 });
  expect(await workspace.run('./run.sh; wc -c < model/weights.bin')).toMatchObject({
    exitCode: 0,
    output: 'it runs\n200000\n',
  });
  const { output } = await workspace.run(
    'sha256sum model/weights.bin | cut -c1-64; docker run --rm -v "$PWD:/work" python:3.11-slim-bookworm python -c \'import hashlib; print(hashlib.sha256(open("/work/model/weights.bin", "rb").read()).hexdigest())\'',
  );
  const [written, seen] = output.split('\n');
  expect(seen).toBe(written);
});

test('a script that does not end is killed together with its processes', async () => {
  const impatient = await sandboxWorkspace(
    await fixture.pool.acquire('impatient'),
    2,
    new AbortController().signal,
  );
  expect(await impatient.run('echo started; sleep 300')).toEqual({
    exitCode: 124,
    output: 'started\n',
    timedOut: true,
  });
  expect(await impatient.run("ls -l /proc/*/exe 2>/dev/null | grep -c '/sleep$' || true")).toMatchObject({
    output: '0\n',
  });
});

test('a lesson’s commands build, run and stop an image', async () => {
  const command = (
    id: string,
    script: string,
    change: Partial<Extract<LessonCommand, { kind: 'command' }>> = {},
  ): LessonCommand => ({ kind: 'command', id, line: 1, script, exitCode: 0, expect: [], ...change });
  const commands: LessonCommand[] = [
    {
      kind: 'file',
      line: 1,
      path: 'Dockerfile',
      content:
        'FROM python:3.11-slim-bookworm\nCOPY app.py .\nRUN pip install --no-cache-dir joblib\nCMD ["python", "app.py"]\n',
    },
    { kind: 'file', line: 2, path: 'app.py', content: 'import joblib\nprint("it has", joblib.__name__)\n' },
    command('build', 'docker build -t trial .\n'),
    command('run', 'docker run --rm trial\n', { expect: ['it has joblib'] }),
    command('again', 'docker build -t trial .\n', { expect: ['CACHED'] }),
    command('none', 'docker run --rm trial python -c "import numpy"\n', {
      exitCode: 1,
      expect: ['ModuleNotFoundError'],
    }),
  ];
  const { problems, recorded } = await runLesson(
    { slug: 'trial', file: 'trial.mdx', commands, files: [] },
    workspace,
  );
  expect(problems).toEqual([]);
  expect(recorded.map(({ id, exitCode }) => [id, exitCode])).toEqual([
    ['build', 0],
    ['run', 0],
    ['again', 0],
    ['none', 1],
  ]);
  expect(recorded[1]?.output).toBe('it has joblib');
});
