import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checks, checkStatic, rubricProblems } from '@dfm/grading';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dockerfileOf, ownImages, type OwnSource, readOwnImage } from './own-image.ts';

const root = resolve(import.meta.dirname, '../..');
const textOf = (path: string) => readFile(join(root, path), 'utf8');

/** What the checks of its rubric find in our own Dockerfile, or in a changed one. */
function found({ exercise, context }: OwnSource, dockerfile: string) {
  const graded = new Set(exercise.rubric.items.map(({ check }) => check));
  const findings = checkStatic({ dockerfile: parseDockerfile(dockerfile), context });
  return findings.filter(({ id }) => graded.has(id));
}

describe.each(ownImages)('the image of the %s', (name) => {
  let source: OwnSource;
  beforeAll(async () => {
    source = await readOwnImage(name);
  });

  test('has no finding that costs points', () => {
    expect(found(source, source.dockerfile).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('is graded by checks and options that exist', () => {
    const ids = new Set(checks.map(({ meta }) => meta.id));
    expect(source.exercise.rubric.items.filter(({ check }) => !ids.has(check))).toEqual([]);
    expect(rubricProblems(source.exercise.rubric)).toEqual([]);
  });

  test.each([
    ['an unpinned base', /:bookworm-slim/, ':latest', 'base-tag'],
    ['all files before the packages', /COPY --from=manifests .*/, 'COPY . .', 'copy-all-before-deps'],
    ['package lists left behind', / && rm -rf \/var\/lib\/apt\/lists\S*/, '', 'apt-lists-left'],
    ['no health check', /HEALTHCHECK .*\\\n.*\n/, '', 'healthcheck'],
    ['a start through a shell', /CMD \["node", "(l|s).*"\]/, 'CMD node start.ts | cat', 'shell-form-cmd'],
  ])('%s is found', (_what, find, replacement, id) => {
    const spoiled = source.dockerfile.replace(find, replacement);
    expect(spoiled).not.toBe(source.dockerfile);
    expect(found(source, spoiled).map((finding) => finding.id)).toContain(id);
  });

  test('has the version of Node that the lock file has', async () => {
    const { devDependencies } = JSON.parse(await textOf('package.json')) as {
      devDependencies: { node: string };
    };
    expect(source.dockerfile).toContain(`ARG NODE=node:${devDependencies.node}-bookworm-slim\n`);
  });
});

test('root as the user of the site is found', async () => {
  const source = await readOwnImage('site');
  const spoiled = source.dockerfile.replace(/^USER .*/m, 'USER root');
  expect(found(source, spoiled).map(({ id }) => id)).toContain('root-user');
});

describe('deploy/compose.yaml', () => {
  test('uses only settings that .env.example has or tells how to make', async () => {
    const [compose, example] = await Promise.all([
      textOf('deploy/compose.yaml'),
      textOf('deploy/.env.example'),
    ]);
    const used = new Set([...compose.matchAll(/\$\{?([A-Z_]+)/g)].map(([, variable]) => variable!));
    const explained = new Set([
      ...[...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, variable]) => variable!),
      ...(/for name in ([A-Z_ ]+);/.exec(example)?.[1]?.split(' ') ?? []),
    ]);
    expect([...used].toSorted()).toEqual([...explained].toSorted());
  });

  test('runs programs that the image has', async () => {
    const [compose, image] = await Promise.all([
      textOf('deploy/compose.yaml'),
      textOf('deploy/site.Dockerfile'),
    ]);
    const programs = [...compose.matchAll(/scripts\/[\w-]+\.ts/g)].map(([path]) => path);
    expect(programs.toSorted()).toEqual(['scripts/backup.ts', 'scripts/migrate.ts', 'scripts/restore.ts']);
    for (const program of programs) expect(image).toContain(` ${program}`);
  });

  test('builds the images that are graded here', async () => {
    const { services } = parse(await textOf('deploy/compose.yaml'), { merge: true }) as {
      services: Record<string, { build?: { dockerfile: string } }>;
    };
    const built = Object.values(services).flatMap(({ build }) => build?.dockerfile ?? []);
    expect([...new Set(built)].toSorted()).toEqual(ownImages.map(dockerfileOf).toSorted());
  });
});
