import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { makeRelease } from './make-release.ts';

/** A substitute for Docker that records its arguments and answers for an image with one layer. */
const docker = `#!/bin/sh
echo "$@" >> "$FOLDER/calls"
case "$*" in
  'image inspect '*Labels*) echo "$LABELS" ;;
  'image inspect '*) echo "name@sha256:abc" ;;
  'save '*) cp "$FOLDER/saved.tar" "$3" ;;
  'create '*) echo container ;;
  'cp '*) echo '{}' > "$3" ;;
  'version '*) echo 28.0.0 ;;
esac
`;

let folder: string;
let commit: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfm-release-test-'));
  const root = join(folder, 'root');
  mkdirSync(join(root, 'deploy'), { recursive: true });
  writeFileSync(join(root, 'deploy/load.sh'), '');
  for (const name of ['site', 'runner'])
    writeFileSync(
      join(root, `deploy/${name}.Dockerfile`),
      'ARG DEBIAN=debian:12\nARG NODE=node:24\nFROM ${NODE}\n',
    );
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@a.example', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Add the files of a release');
  commit = git('rev-parse', 'HEAD');

  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/docker'), docker, { mode: 0o755 });
  writeFileSync(join(folder, 'manifest.json'), '[{"Config":"config","Layers":["layer"]}]');
  for (const name of ['config', 'layer']) writeFileSync(join(folder, name), '{}');
  execFileSync('tar', ['-cf', 'saved.tar', 'manifest.json', 'config', 'layer'], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  rmSync(join(folder, 'calls'), { force: true });
  vi.stubEnv('PATH', `${folder}/bin:${process.env.PATH}`);
  vi.stubEnv('FOLDER', folder);
});
afterEach(() => void vi.unstubAllEnvs());

/** Makes a release. @returns its calls of `docker pull` and `docker build`, and the inputs in its provenance */
async function released(how: { isBuilt?: boolean; isLocal?: boolean }) {
  const release = await makeRelease({
    root: join(folder, 'root'),
    output: join(folder, 'output'),
    version: '1.2.0',
    commit,
    seconds: 1_000,
    buildArguments: ['--build-arg', 'NODE=node:24.1'],
    isBuilt: false,
    isLocal: false,
    others: ['caddy:2'],
    sign: async () => {},
    report: () => {},
    ...how,
  });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n');
  const { predicate } = JSON.parse(readFileSync(join(release.folder, 'provenance.json'), 'utf8'));
  return {
    calls: calls.filter((call) => /^(?:pull|build) /.test(call)),
    inputs: predicate.buildDefinition.resolvedDependencies.map(({ name }: { name: string }) => name),
  };
}

const build = (name: string) =>
  expect.stringMatching(
    `^build --file \\S*/deploy/${name}\\.Dockerfile --tag docker-for-ml-${name}:1\\.2\\.0 --label org\\.opencontainers\\.image\\.revision=${commit} --build-arg NODE=node:24\\.1 `,
  );

test('current bases are pulled before the images are built on them', async () => {
  expect(await released({})).toEqual({
    calls: [
      'pull --quiet debian:12',
      'pull --quiet node:24.1',
      build('site'),
      build('runner'),
      'pull --quiet caddy:2',
    ],
    inputs: ['source', 'debian:12', 'node:24.1', 'caddy:2'],
  });
});

test('nothing is pulled if the images of the engine are asked for', async () => {
  expect((await released({ isLocal: true })).calls).toEqual([build('site'), build('runner')]);
});

test('images that were built elsewhere are packed', async () => {
  vi.stubEnv('LABELS', JSON.stringify({ 'org.opencontainers.image.revision': commit }));
  expect(await released({ isBuilt: true, isLocal: true })).toEqual({
    calls: [],
    inputs: ['source', 'docker-for-ml-site:1.2.0', 'docker-for-ml-runner:1.2.0', 'caddy:2'],
  });
});

test.each([
  ['a different commit', '{"org.opencontainers.image.revision":"0123abc"}', /from 0123abc, not/],
  ['no label', 'null', /from an unknown commit, not/],
])('images that were built elsewhere are refused: %s', async (_what, labels, message) => {
  vi.stubEnv('LABELS', labels);
  await expect(released({ isBuilt: true })).rejects.toThrow(message);
});
