import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dockerLabEngine } from '../cli/docker-lab-engine.ts';
import { lab } from '../cli/lab.ts';
import type { Person } from '../cli/person.ts';

const nobody: Person = { isThere: false, agrees: async () => false, listen: () => {} };
/** The engine is shared with everything else on this machine. */
const mark = `dfm-lab-${randomBytes(4).toString('hex')}`;
const serving = "require('http').createServer((request, response) => response.end('hello')).listen(80)";
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();

let folder: string;
let image: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-own-'));
  // Without a registry, from programs of this machine and the libraries that they load.
  for (const program of [
    process.execPath,
    ...['sh', 'ln', 'mkdir', 'mkfifo', 'truncate'].map((name) => `/bin/${name}`),
  ])
    await copyProgram(program);
  await writeFile(join(folder, 'image/Dockerfile'), 'FROM scratch\nCOPY root /\n');
  image = `${mark}:1`;
  docker('build', '--quiet', '--tag', image, join(folder, 'image'));
});
afterAll(async () => {
  for (const [kind, names] of [
    ['container', docker('container', 'ls', '--all', '--quiet', '--filter', `name=${mark}`)],
    ['volume', docker('volume', 'ls', '--quiet', '--filter', `name=${mark}`)],
    ['image', docker('image', 'ls', '--quiet', '--filter', `reference=${mark}`)],
  ] as const)
    if (names !== '') docker(kind, 'rm', '--force', ...names.split('\n'));
  await rm(folder, { recursive: true });
});

async function copyProgram(program: string): Promise<void> {
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
  const copied = program === process.execPath ? '/bin/node' : program;
  for (const [from, to] of [
    [program, copied],
    ...[...libraries].map(([, path]) => [path!, path!]),
  ] as const) {
    const target = join(folder, 'image/root', to);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(from, target);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a lab is played with the engine of this machine', async () => {
  const port = await freePort();
  const work = join(folder, 'work');
  const wrong =
    '[{ id: a, title: A, commands: ls }, { id: b, title: B, commands: ls }, { id: c, title: C, commands: ls }]';
  const files = {
    'lab.yaml': `version: 1
slug: own
title: Own
summary: Own.
minutes: 1
setup: |
  mkdir -p ~/site
  echo hello > ~/site/index.html
steps:
  - id: serve
    title: Serve
    done:
      - { kind: container, says: It runs, name: ${mark}-web, has: { Mounts: [{ Source: /home/learner/site }] } }
      - { kind: answers, says: It answers, port: ${port}, contains: hello }
      - { kind: file, says: It has the page, in: { container: ${mark}-web }, path: /site/index.html, equals: hello }
    hints: [Start it]
    reference: ls
    wrong: ${wrong}
  - id: keep
    title: Keep
    done:
      - { kind: file, says: The volume has a file, in: { volume: ${mark}-data }, path: /a, equals: kept }
      - { kind: event, says: A container has ended, of: container, action: die, has: { exitCode: "3" } }
      - { kind: file, says: A note, in: home, path: /note, equals: done }
    hints: [Keep it]
    reference: ls
    wrong: ${wrong}
`,
    'steps/serve.mdx': 'Serve it.',
    'steps/keep.mdx': 'Keep it.',
  };
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'content/labs/own', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  let out = '';
  let err = '';
  const stop = new AbortController();
  const playing = lab(
    ['own', work, '--yes', '--content', join(folder, 'content')],
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      style: (_format, text) => text,
      interactive: false,
    },
    nobody,
    stop.signal,
  );
  try {
    await expect.poll(() => out).toContain('· It runs');
    docker(
      'run',
      '--detach',
      '--name',
      `${mark}-web`,
      '--publish',
      `127.0.0.1:${port}:80`,
      '--volume',
      `${work}/site:/site`,
      image,
      '/bin/node',
      '--eval',
      serving,
    );
    await expect.poll(() => out).toContain('✓ Serve');
    docker('volume', 'create', `${mark}-data`);
    await writeFile(join(work, 'note'), 'done\n');
    const writing = ['/bin/sh', '-c', 'echo kept > /data/a; exit 3'];
    expect(() =>
      docker('run', '--name', `${mark}-job`, '--volume', `${mark}-data:/data`, image, ...writing),
    ).toThrow();
    expect(await playing).toBe(0);
  } finally {
    stop.abort();
    await playing;
  }
  expect(err).toBe('');
  const removal = out.slice(out.indexOf('All steps are done'));
  for (const name of ['web', 'job', 'data']) expect(removal).toContain(`${mark}-${name}`);
  expect(removal, 'what existed before').not.toContain(image);
});

test('files that are huge, endless or no files are read without hanging, and nothing is left', async () => {
  const box = `${mark}-box`;
  const volume = `${mark}-odd`;
  const script = `mkdir /odd; for d in /odd /data; do mkfifo $d/fifo; ln -s /dev/zero $d/zero; truncate -s 1T $d/huge; echo plain > $d/plain; done`;
  docker('run', '--name', box, '--volume', `${volume}:/data`, image, '/bin/sh', '-c', script);
  execFileSync('sh', ['-c', 'mkfifo fifo; ln -s /dev/zero zero; truncate -s 1T huge; echo plain > plain'], {
    cwd: folder,
  });
  const engine = dockerLabEngine(folder);
  const own = async () =>
    (await engine.objects('container')).filter((object) => JSON.stringify(object).includes(mark)).length;
  const before = await own();
  for (const [place, at] of [
    ['home', ''],
    [{ container: box }, '/odd'],
    [{ volume }, ''],
  ] as const) {
    const read = (name: string) => engine.readFile(place, `${at}/${name}`);
    expect(await read('plain')).toEqual({ text: 'plain\n' });
    const huge = await read('huge');
    expect(typeof huge === 'object' && huge.text.length).toBe(64 * 1024);
    expect(await read('fifo')).toBe('not-a-file');
    expect(['not-a-file', 'nothing'], 'a link, which a copy from a container cannot follow').toContain(
      await read('zero'),
    );
    expect(await read('none')).toBe('nothing');
  }
  for (const place of [{ container: `${mark}-none` }, { volume: `${mark}-none` }])
    expect(await engine.readFile(place, '/plain')).toBe('no-such-place');
  expect(docker('volume', 'ls', '--quiet')).not.toContain(`${mark}-none`);
  expect(docker('container', 'ls', '--all', '--quiet', '--filter', 'label=dfm.lab-reader')).toBe('');
  expect(await own()).toBe(before);
});
