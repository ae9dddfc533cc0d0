import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lessonProblems, readLintRules } from './lint-content.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const rules = await readLintRules(contentRoot);
const slug = 'reading-an-image';
const source = await readFile(join(contentRoot, 'lessons', `${slug}.mdx`), 'utf8');
/** Not in one piece, because `npm run lint:wording` reads this file too. */
const phrase = `for ${'want'} of`;

let content: string;
beforeAll(async () => {
  content = await mkdtemp(join(tmpdir(), 'lesson-'));
  for (const folder of ['lessons', 'runs', 'outputs', 'projects'])
    await cp(join(contentRoot, folder), join(content, folder), { recursive: true });
});
afterAll(() => rm(content, { recursive: true }));

test.each<[name: string, from: string, to: string, message: string]>([
  [
    'a phrase that reads as if translated',
    '\n<Steps>',
    `\nOne ${phrase} two.\n\n<Steps>`,
    `“${phrase}” reads`,
  ],
  ['a missing empty line', '<Steps>\n', '<Steps>', 'an empty line is missing after <Steps>'],
  ['a prerequisite from later', 'prerequisites: [', 'prerequisites: [slim-trap, ', 'slim-trap does not come'],
  [
    'a number that a run does not have',
    'value="layer" line="',
    'value="layer" line="9',
    'has no layer of line 9',
  ],
  ['invalid shell', '```sh run\n', '```sh run\n(', 'this command is not valid shell'],
])('reports %s near its line', async (_name, from, to, message) => {
  expect(source).toContain(from);
  await writeFile(join(content, 'lessons', `${slug}.mdx`), source.replace(from, to));
  const found = (await lessonProblems(content, slug, rules)).filter((problem) =>
    problem.message.includes(message),
  );
  const line = source.slice(0, source.indexOf(from)).split('\n').length;
  expect(found).toHaveLength(1);
  expect([line, line + 1]).toContain(found[0]?.line);
});
