import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadLab } from '../labs/load-lab.ts';
import { labProblems } from '../lint/lab-problems.ts';
import { readLintRules } from '../lint/lint-content.ts';
import { labSkeleton } from './lab-skeleton.ts';

const root = join(import.meta.dirname, '../../../..');
const slug = 'publish-a-port';
const files = labSkeleton({ slug });

let content: string;
beforeAll(async () => {
  content = await mkdtemp(join(tmpdir(), 'new-lab-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    await writeFile(join(content, path), text);
  }
});
afterAll(() => rm(content, { recursive: true }));

test('a new lab passes the check of its text, except that no module lists it', async () => {
  const problems = await labProblems(content, slug, await readLintRules(join(root, 'content')));
  expect(problems.map(({ message }) => message)).toEqual([`no module in course.yaml lists the lab ${slug}`]);
});

test('a title with quotes and a colon is the title of a new lab', async () => {
  const title = 'Prune: what "free" means';
  const yaml = labSkeleton({ slug, title })[`labs/${slug}/lab.yaml`]!;
  await writeFile(join(content, `labs/${slug}/lab.yaml`), yaml);
  expect((await loadLab(content, slug)).lab.title).toBe(title);
  await writeFile(join(content, `labs/${slug}/lab.yaml`), files[`labs/${slug}/lab.yaml`]!);
});

test('the lab in the document for authors is the new lab', async () => {
  const document = await readFile(join(root, 'docs/authoring.md'), 'utf8');
  for (const text of Object.values(files)) expect(document).toContain(text);
});
