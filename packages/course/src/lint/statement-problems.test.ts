import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLintRules, statementProblems } from './lint-content.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const rules = await readLintRules(contentRoot);
const yaml = await readFile(join(contentRoot, 'exercises/non-root/exercise.yaml'), 'utf8');
const lineOf = (text: string) => yaml.slice(0, yaml.indexOf(text)).split('\n').length;

let content: string;
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'statement-'));
  await cp(join(contentRoot, 'exercises/non-root'), join(content, 'exercises/non-root'), { recursive: true });
});
afterEach(() => rm(content, { recursive: true }));

const title = /^title: .*$/m.exec(yaml)?.[0] ?? '';
test.each<[name: string, from: string, to: string, line: number | undefined, message: string]>([
  [
    'a check that does not exist',
    'check: root-user',
    'check: rootuser',
    lineOf('check: root-user'),
    'there is no check rootuser',
  ],
  ['an unknown word', title, 'title: A servce', lineOf(title), '“servce” is not in the dictionary'],
  [
    'a text that is not written yet',
    title,
    'title: "WRITE: a title"',
    lineOf(title),
    '“WRITE: a title” must be replaced by your text',
  ],
  ['an unknown key', 'tags:', 'tagz:', lineOf('tags:'), 'tagz: unknown key'],
  [
    'a lesson that does not exist',
    'lesson: users-and-file-owners',
    'lesson: layer',
    lineOf('lesson: users-and-file-owners'),
    'lesson: there is no lesson layer',
  ],
  [
    'a check that the rubric lacks',
    'caughtBy: [root-user',
    'caughtBy: [layer-count',
    lineOf('caughtBy: [root-user'),
    'cannot be caught by layer-count',
  ],
  [
    'a phrase that reads as if translated',
    title,
    // Not in one piece, because `npm run lint:wording` reads this file too.
    `title: A user for ${'want'} of root`,
    lineOf(title),
    'reads as if translated',
  ],
  [
    'an option that its check does not have',
    '{ check: root-user, points: ',
    '{ check: root-user, options: { maxMb: 1 }, points: ',
    lineOf('check: root-user'),
    'options of root-user, maxMb: there is no such option',
  ],
  [
    'a slug that differs from the folder',
    'slug: non-root',
    'slug: nonroot',
    undefined,
    'slug is "nonroot" but the folder is "non-root"',
  ],
])('reports %s with its line', async (_name, from, to, line, message) => {
  expect(yaml).toContain(from);
  await writeFile(join(content, 'exercises/non-root/exercise.yaml'), yaml.replace(from, to));
  const problems = await statementProblems(content, 'non-root', rules);
  expect(problems).toContainEqual(
    expect.objectContaining({
      ...(line === undefined ? {} : { line }),
      message: expect.stringContaining(message) as string,
    }),
  );
});

test('an unchanged exercise has no problems', async () =>
  expect(await statementProblems(content, 'non-root', rules)).toEqual([]));
