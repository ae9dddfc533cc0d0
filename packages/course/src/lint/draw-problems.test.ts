import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLintRules, statementProblems } from './lint-content.ts';

const contentRoot = join(import.meta.dirname, '../../../../content');
const rules = await readLintRules(contentRoot);
const slug = 'health-check';

let content: string;
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'draws-'));
  await cp(join(contentRoot, 'exercises', slug), join(content, 'exercises', slug), { recursive: true });
});
afterEach(() => rm(content, { recursive: true }));

async function change(path: string, from: string, to: string): Promise<void> {
  const file = join(content, 'exercises', slug, path);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}

const lineIn = async (path: string, text: string) =>
  (await readFile(join(content, 'exercises', slug, path), 'utf8')).split(text)[0]!.split('\n').length;

test('the exercise of the course has no problems', async () => {
  expect(await statementProblems(content, slug, rules)).toEqual([]);
});

test.each<[name: string, path: string, from: string, to: string, at: string, message: string]>([
  [
    'a placeholder with spaces',
    'solution/Dockerfile',
    'localhost:{{port}}',
    'localhost:{{ port }}',
    'localhost:',
    'write {{port}} without spaces',
  ],
  [
    'a hint that not everyone shares',
    'exercise.yaml',
    'curl is not. Which',
    'curl is not on {{port}}. Which',
    '- >-\n    A health check',
    'hints: must be the same for everyone',
  ],
  [
    'a draw that repeats another one',
    'exercise.yaml',
    '{ port: 9000, path: /alive }',
    '{ port: 8000, path: /health }',
    '{ port: 8000, path: /health }\n\n',
    'draws.3: is the same as draw 1',
  ],
  [
    'a draw with which the exercise cannot be read',
    'exercise.yaml',
    'port: 9000,',
    'port: 90000,',
    'port: "{{port}}"',
    'with draw 4 (port 90000, path /alive): run.port: is “90000”, but must be at most 65535',
  ],
])('%s', async (_name, path, from, to, at, message) => {
  await change(path, from, to);
  expect(await statementProblems(content, slug, rules)).toMatchObject([
    {
      file: join(content, 'exercises', slug, path),
      line: await lineIn(path, at),
      message: expect.stringContaining(message) as string,
    },
  ]);
});

test('a name that nothing contains', async () => {
  const file = join(content, 'exercises', slug, 'exercise.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/ - \{ port: (\d)/g, ' - { user: 1, port: $1'));
  expect(await statementProblems(content, slug, rules)).toMatchObject([
    { line: await lineIn('exercise.yaml', '{ user: 1'), message: 'draws: nothing contains {{user}}' },
  ]);
});
