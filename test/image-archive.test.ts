import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { attributeLayers, imageResult, replayLayers } from '@dfm/grading';
import { readImageArchive } from '@dfm/image/archive/archive';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diff } from '../cli/diff.ts';
import { image } from '../cli/image.ts';
import { readRunnerEnv } from '../sandbox-runner/src/config/env.ts';
import { connectEngine } from '../sandbox-runner/src/engine/connect.ts';
import { buildStage, importRoot } from '../sandbox-runner/src/engine/host.ts';
import { inspectImage, removeImage, saveImage } from '../sandbox-runner/src/engine/images.ts';

const run = promisify(execFile);
const engine = connectEngine(readRunnerEnv().DOCKER_SOCKET);
const base = 'dfm-test-image-archive-base:1';
const tag = 'dfm-test-image-archive:1';
const token = `hf_${'aB3dE6gH9kLmN0pQ'.repeat(3).slice(0, 34)}`;

/**
 * All wasted bytes here are intentional: 3 MB overwritten, 2 MB deleted later, 1 MB copied to change its
 * mode.
 */
const dockerfile = `FROM ${base} AS start
WORKDIR /srv
COPY three.bin two.bin one.bin ./
FROM start
RUN ["/bin/cp", "/srv/one.bin", "/srv/three.bin"]
RUN ["/bin/rm", "/srv/two.bin"]
RUN ["/bin/chmod", "700", "/srv/one.bin"]
COPY secret.txt /srv/
RUN ["/bin/rm", "/srv/secret.txt"]
CMD ["/bin/cp", "--version"]
`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dfm-image-archive-'));
  await mkdir(join(folder, 'context'), { recursive: true });
  for (const program of ['/bin/cp', '/bin/rm', '/bin/chmod']) await copyProgram(program);
  await plant(
    'var/lib/dpkg/status',
    'Package: coreutils\nStatus: install ok installed\nVersion: 9.1-1\nArchitecture: amd64\n',
  );
  await plant('usr/lib/os-release', 'ID=debian\nVERSION_ID="12"\n');
  await importRoot(engine, createReadStream(await tarOf('root')), base, []);
  for (const [name, bytes] of [
    ['three', 3_000_000],
    ['two', 2_000_000],
    ['one', 1_000_000],
  ] as const)
    await writeFile(join(folder, `context/${name}.bin`), Buffer.alloc(bytes, name));
  await writeFile(join(folder, 'context/secret.txt'), `token: ${token}\n`);
  await writeFile(join(folder, 'context/Dockerfile'), dockerfile);
  await buildStage(engine, createReadStream(await tarOf('context')), {
    target: '',
    reference: tag,
    buildArgs: {},
  });
});

afterAll(async () => {
  await removeImage(engine, tag);
  await removeImage(engine, base);
  await rm(folder, { recursive: true, force: true });
});

/** Creates a base image without a registry, from a program of this machine and the libraries that it loads. */
async function copyProgram(program: string): Promise<void> {
  const { stdout } = await run('ldd', [program]);
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1]!);
  for (const path of [program, ...libraries]) {
    const target = join(folder, 'root', path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(path, target);
  }
}

/** Adds a file to the base image. */
async function plant(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, 'root', path)), { recursive: true });
  await writeFile(join(folder, 'root', path), content);
}

async function tarOf(name: string): Promise<string> {
  const path = join(folder, `${name}.tar`);
  await run('tar', ['-C', join(folder, name), '-cf', path, '.']);
  return path;
}

test('a real image: exact wasted bytes, lines, base and the deleted secret', async () => {
  const facts = await inspectImage(engine, base);
  const evidence = await readImageArchive(await saveImage(engine, tag), { baseDiffIds: facts!.diffIds });
  const replay = replayLayers(evidence.layers, evidence.baseLayers);
  expect(evidence.baseLayers).toBe(1);
  expect(
    replay.waste
      .filter((item) => item.path.endsWith('.bin'))
      .map((item) => `${item.path} ${item.bytes} ${item.kind}`),
  ).toEqual([
    'srv/three.bin 3000000 overwritten',
    'srv/two.bin 2000000 deleted',
    'srv/one.bin 1000000 metadata-copy',
  ]);
  expect(replay.wastedBytes).toBe(6_000_000 + `token: ${token}\n`.length);
  expect(replay.totalBytes - replay.baseBytes).toBe(
    6_000_000 + 1_000_000 + 1_000_000 + `token: ${token}\n`.length,
  );
  expect(attributeLayers(parseDockerfile(dockerfile), evidence.config, evidence.baseLayers)).toEqual([
    undefined,
    2,
    3,
    5,
    6,
    7,
    8,
    9,
  ]);
  expect(evidence.secrets).toEqual([
    { rule: 'hugging-face-token', where: 'layer', layer: 6, path: 'srv/secret.txt' },
  ]);
});

test('dfm image prints the same for an image in the engine and its archive', async () => {
  const path = join(folder, 'saved.tar');
  await run('docker', ['save', '-o', path, tag]);
  const printed: string[] = [];
  const print = {
    out: (text: string) => void printed.push(text),
    err: (text: string) => void printed.push(text),
  };
  expect(await image([tag, '--base', base, '--json'], print)).toBe(0);
  expect(await image([path, '--base', base, '--json'], print)).toBe(0);
  expect(printed[0]).toBe(printed[1]);
  expect(JSON.parse(printed[0]!)).toMatchObject({
    wastedBytes: 6_000_000 + `token: ${token}\n`.length,
    layers: expect.arrayContaining([expect.objectContaining({ instruction: 'FROM', fromBase: true })]),
  });
  expect(await image([tag], print)).toBe(0);
  expect(printed[2]).toContain('Largest wasted files');
});

test('bytes by group and layer: the added files are in no known group, the base image is system files', async () => {
  const facts = await inspectImage(engine, base);
  const evidence = await readImageArchive(await saveImage(engine, tag), { baseDiffIds: facts!.diffIds });
  const { baseBytes, contents } = imageResult(
    evidence,
    replayLayers(evidence.layers, evidence.baseLayers),
    [],
  );
  expect(contents?.groups).toEqual([
    {
      group: 'other',
      label: 'Everything else',
      liveBytes: 2_000_000,
      wastedBytes: 6_000_000 + `token: ${token}\n`.length,
    },
    { group: 'system-packages', label: 'System files and packages', liveBytes: baseBytes, wastedBytes: 0 },
  ]);
  expect(
    contents?.layers.map((groups) =>
      groups.map(({ group, liveBytes, wastedBytes }) => `${group} ${liveBytes} ${wastedBytes}`).join(),
    ),
  ).toEqual([
    `system-packages ${baseBytes} 0`,
    '',
    'other 0 6000000',
    'other 1000000 0',
    '',
    'other 1000000 0',
    `other 0 ${`token: ${token}\n`.length}`,
    '',
  ]);
});

test('dfm image lists the packages as CycloneDX, the same for an image in the engine and its archive', async () => {
  const path = join(folder, 'listed.tar');
  await run('docker', ['save', '-o', path, tag]);
  const printed: string[] = [];
  const print = {
    out: (text: string) => void printed.push(text),
    err: (text: string) => void printed.push(text),
  };
  expect(await image([tag, '--format', 'cyclonedx'], print)).toBe(0);
  expect(await image([path, '--format', 'cyclonedx'], print)).toBe(0);
  expect(printed[1]!.replaceAll(path, tag)).toBe(printed[0]);
  expect(JSON.parse(printed[0]!)).toMatchObject({
    bomFormat: 'CycloneDX',
    components: [
      { type: 'operating-system', name: 'debian' },
      { purl: 'pkg:deb/debian/coreutils@9.1-1?arch=amd64&distro=debian-12' },
    ],
  });
});

test('dfm diff: what the Dockerfile added to its base, and no difference between an image and its archive', async () => {
  const path = join(folder, 'compared.tar');
  await run('docker', ['save', '-o', path, tag]);
  const printed: string[] = [];
  const print = {
    out: (text: string) => void printed.push(text),
    err: (text: string) => void printed.push(text),
  };
  expect(await diff([tag, path], print)).toBe(0);
  expect(await diff([base, tag, '--json'], print)).toBe(1);
  expect(await diff([base, 'dfm-no-such-image:1'], print)).toBe(2);
  expect(await diff([base], print)).toBe(2);
  expect(printed[0]).toBe(`${tag} and ${path} have the same layers and settings.\n`);
  const { totalBytes, ...found } = JSON.parse(printed[1]!);
  expect(totalBytes.after - totalBytes.before).toBe(8_000_000 + `token: ${token}\n`.length);
  expect(found).toMatchObject({
    same: false,
    layers: { shared: 1, removed: [], added: { length: 7 } },
    packages: { added: [], removed: [], changed: [] },
    files: { added: 2, removed: 0, changed: 0 },
    config: [{ setting: 'workdir' }, { setting: 'cmd' }, { setting: 'env', name: 'PATH' }],
  });
  expect(found.paths.slice(0, 3)).toEqual([
    { path: 'srv/three.bin', before: 0, after: 4_000_000 },
    { path: 'srv/one.bin', before: 0, after: 2_000_000 },
    { path: 'srv/two.bin', before: 0, after: 2_000_000 },
  ]);
});

test('dfm image reports errors and exits with 2', async () => {
  const printed: string[] = [];
  const print = {
    out: (text: string) => void printed.push(text),
    err: (text: string) => void printed.push(text),
  };
  await writeFile(join(folder, 'no-image'), 'nothing '.repeat(200));
  expect(await image(['dfm-no-such-image:1'], print)).toBe(2);
  expect(await image([join(folder, 'no-image')], print)).toBe(2);
  expect(await image([], print)).toBe(2);
  expect(await image(['a', '--wrong'], print)).toBe(2);
  expect(printed[0]).toBe('dfm-no-such-image:1 is neither a file nor an image of the local Docker Engine.\n');
});
