import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labProblems } from '../lint/lab-problems.ts';
import { readLintRules } from '../lint/lint-content.ts';
import { labSkeleton } from './lab-skeleton.ts';

const slug = 'trial';
const files = labSkeleton({ slug });
const yamlPath = `labs/${slug}/lab.yaml`;
const textPath = `labs/${slug}/steps/remove.mdx`;
const yaml = files[yamlPath]!;
const read = await readLintRules(join(import.meta.dirname, '../../../../content'));
const [first, second, ...others] = read.modules;
const rules = { ...read, modules: [first!, { ...second!, labs: [slug] }, ...others] };
const laterLesson = others[0]!.lessons[0]!;
/** Not in one piece, because `npm run lint:wording` reads this file too. */
const phrase = `for ${'want'} of`;

let content: string;
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'lab-'));
  for (const [path, text] of Object.entries(files)) await write(path, text);
});
afterEach(() => rm(content, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(content, path)), { recursive: true });
  await writeFile(join(content, path), text);
}

/** `file:line: message` of each problem. */
const problems = async () =>
  (await labProblems(content, slug, rules)).map(
    ({ file, line, message }) => `${file.split('/').at(-1)}:${line}: ${message}`,
  );
/** 1-based line of the n-th place of a text. */
const lineOf = (text: string, nth = 0) =>
  yaml
    .split(text)
    .slice(0, nth + 1)
    .join(text)
    .split('\n').length;

test('a good lab has no problems', async () => expect(await problems()).toEqual([]));

test.each<[name: string, from: string, to: string, line: number, message: string]>([
  [
    'an unknown key',
    'minutes: 10',
    'minuts: 10',
    lineOf('minutes'),
    'minuts: unknown key; did you mean minutes?',
  ],
  ['an unknown condition', 'kind: answers', 'kind: answer', lineOf('kind: answers'), 'steps.0.done.1.kind'],
  [
    'too few wrong ways',
    yaml.slice(yaml.indexOf('      - id: paused')),
    '',
    lineOf('- id: only-stopped'),
    'steps.1.wrong: needs at least 3 entries, but has 2',
  ],
  [
    'an unknown word in a title',
    'title: Remove the container',
    'title: Remove the containr',
    lineOf('title: Remove'),
    '“containr” is not in the dictionary',
  ],
  [
    'an unknown word in a sentence',
    'says: The container web runs',
    'says: The containr runs',
    lineOf('says: The container web runs'),
    '“containr” is not in the dictionary',
  ],
  [
    'an unknown word in a hint',
    '- The option is -p.',
    '- The optoin is -p.',
    lineOf('- The option'),
    '“optoin” is not in the dictionary',
  ],
  [
    'an unknown word in a mistake',
    'title: The port is not published',
    'title: The prot is missing',
    lineOf('title: The port is not'),
    '“prot” is not in the dictionary',
  ],
  [
    'a text that is not written yet',
    'title: Remove the container',
    'title: "WRITE: a title"',
    lineOf('title: Remove'),
    '“WRITE: a title” must be replaced',
  ],
  [
    'a phrase that reads as if translated',
    'summary: Make',
    `summary: A port ${phrase} one. Make`,
    lineOf('summary'),
    'reads as if translated',
  ],
  [
    'a lesson that does not exist',
    'minutes: 10',
    'minutes: 10\nlesson: layer',
    lineOf('minutes') + 1,
    'lesson: there is no lesson layer',
  ],
  [
    'a lesson from later',
    'minutes: 10',
    `minutes: 10\nlesson: ${laterLesson}`,
    lineOf('minutes') + 1,
    'comes before the module',
  ],
  [
    'two conditions with one sentence',
    'says: Port 8080 answers with hello',
    'says: The container web runs',
    lineOf('says: Port'),
    '“The container web runs” appears twice in this step',
  ],
  [
    'shell that is not valid in a set-up',
    'mkdir site',
    'mkdir site)',
    lineOf('mkdir site'),
    'this command is not valid shell',
  ],
  [
    'shell that is not valid in a reference',
    'reference: docker rm --force web',
    'reference: docker rm (web',
    lineOf('reference: docker rm'),
    'this command is not valid shell',
  ],
  [
    'shell that is not valid in an undo',
    'undo: docker start web',
    'undo: docker start "web',
    lineOf('undo: docker start'),
    'this command is not valid shell',
  ],
  [
    'a tab in commands',
    'mkdir site',
    'mkdir\tsite',
    lineOf('mkdir site'),
    'a tab, which a shell does not take as text',
  ],
  [
    'an image that is not listed',
    'bases: [python:3.11-slim-bookworm]',
    'bases: []',
    lineOf('docker run -d --name web -p 8080:80'),
    'no learner has the image python:3.11-slim-bookworm',
  ],
])('reports %s with its line', async (_name, from, to, line, message) => {
  expect(yaml).toContain(from);
  await write(yamlPath, yaml.replace(from, to));
  expect(await problems()).toContainEqual(
    expect.stringMatching(new RegExp(`^lab\\.yaml:${line}: .*${RegExp.escape(message)}`)),
  );
});

test.each<[name: string, from: string, to: string]>([
  ['the same sentence in two steps', 'says: There is no container web', 'says: Port 8080 answers with hello'],
  ['a tab outside of commands', 'minutes: 10', 'minutes:\t10'],
  ['a lesson of an earlier module', 'minutes: 10', `minutes: 10\nlesson: ${first!.lessons[0]!}`],
  [
    'a different image in a wrong way',
    'python:3.11-slim-bookworm python -m http.server 80',
    'python:3.9 python -m http.server 80',
  ],
  ['a command that Bash has and sh has not', 'mkdir site', 'mkdir site && [[ -d site ]]'],
])('near miss: %s', async (_name, from, to) => {
  expect(yaml).toContain(from);
  await write(yamlPath, yaml.replace(from, to));
  expect(await problems()).toEqual([]);
});

test.each<[name: string, text: string, problem: string]>([
  ['a dead link', 'See\n[it](/lessons/layer).', 'remove.mdx:2: there is no lesson layer'],
  ['a figure', 'A figure:\n\n<LifeCycle />', 'remove.mdx:3: <LifeCycle> belongs in a lesson'],
  ['text that is not MDX', 'If a\n\n<b', 'remove.mdx:'],
  ['an unknown word', 'Remove\nthe containr.', 'remove.mdx:2: “containr” is not in the dictionary'],
  ['a phrase that reads as if translated', `Remove it\n${phrase} space.`, 'remove.mdx:2: “'],
  ['nothing', '\n', 'remove.mdx:undefined: is missing or empty'],
])('reports %s in the text of a step', async (_name, text, problem) => {
  await write(textPath, text);
  expect(await problems()).toEqual([expect.stringContaining(problem)]);
});

test('reports a text without a step, and a step without a text', async () => {
  await rm(join(content, textPath));
  await write(`labs/${slug}/steps/removed.mdx`, 'Remove it.');
  expect(await problems()).toEqual([
    'remove.mdx:undefined: is missing or empty; it must say what to do in the step',
    'removed.mdx:undefined: belongs to no step in lab.yaml',
  ]);
});

test('reports a lab that no module lists', async () => {
  const unlisted = { ...rules, modules: read.modules };
  const found = await labProblems(content, slug, unlisted);
  expect(found.map(({ message }) => message)).toEqual([`no module in course.yaml lists the lab ${slug}`]);
});
