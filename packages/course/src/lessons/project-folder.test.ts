import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from './project-folder.ts';
import { runDockerfile } from './run-dockerfile.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const project = 'message-sorter';

test('the listed folder matches the existing files of the project', async () => {
  const folder = await projectFolder(contentRoot, project);
  const kept =
    folder?.files.filter(({ path }) =>
      /^(?:README\.md|requirements\.txt|\.dockerignore|model\/.*|sorter\/[^/]*)$/.test(path),
    ) ?? [];
  expect(kept.map(({ path }) => path)).toContain('sorter/clean.py');
  const there = await Promise.all(
    kept.map(async ({ path }) => ({
      path,
      bytes: (await stat(join(contentRoot, 'projects', project, 'files', path))).size,
    })),
  );
  expect(kept).toEqual(there);
});

test.each(['no-such-project', '../exercises', 'message-sorter/files'])('no folder of %s', async (name) => {
  expect(await projectFolder(contentRoot, name)).toBeUndefined();
});

test('a Dockerfile of a project’s run', async () => {
  expect(await runDockerfile(contentRoot, 'message-sorter/by-change-rate')).toContain('COPY sorter sorter');
});

test.each([
  'cache-order/solution',
  'message-sorter/no-such-variant',
  'message-sorter/../files',
  'message-sorter',
])('no Dockerfile of %s', async (id) => {
  expect(await runDockerfile(contentRoot, id)).toBeUndefined();
});
