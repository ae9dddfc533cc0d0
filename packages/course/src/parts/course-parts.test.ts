import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changes } from './changes.ts';
import { allParts, lessonsOfProjects, runsToRecord } from './course-parts.ts';
import { lessonScript } from './lesson-script.ts';

let content: string;
const lesson = (body: string, project?: string) =>
  `---\ntitle: A\nsummary: B\nobjectives: [Do it.]\nminutes: 5\ndifficulty: 1\n${project === undefined ? '' : `project: ${project}\n`}updated: 2026-11-21\n---\n\n${body}\n`;

const exercise = (slug: string, more = '') =>
  `version: 1\nslug: ${slug}\ntitle: A\nsummary: B\ndifficulty: 1\nminutes: 5\neditable: [Dockerfile]\n${more}\nrubric: { items: [{ check: root-user, points: 1 }] }\nwrong:\n${['a', 'b', 'c'].map((id) => `  - { id: ${id}, title: A, caughtBy: [root-user] }\n`).join('')}`;

beforeAll(async () => {
  content = await mkdtemp(join(tmpdir(), 'content-'));
  const files = {
    'lessons/one.mdx': lesson(
      '<LayerStack run="sorter/a" against="cache-order/starter" />\n\n```sh run\ndocker ps\n```',
      'sorter',
    ),
    'lessons/two.mdx': lesson('<LayerStack run="sorter/b" />'),
    'lessons/broken.mdx': '---\n',
    'exercises/cache-order/exercise.yaml': exercise('cache-order'),
    'exercises/golf/exercise.yaml': exercise('golf', 'board: total-bytes'),
    'runs/sorter/a.json': '{}',
    'labs/first-container/lab.yaml': 'version: [',
    'projects/sorter/files/app.py': 'print(1)\n',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    await writeFile(join(content, path), text);
  }
});
afterAll(() => rm(content, { recursive: true }));

test.each([
  [
    'nothing named: all runs that lessons show, and the solutions that boards show',
    {},
    true,
    ['cache-order/starter', 'golf/solution', 'sorter/a', 'sorter/b'],
  ],
  ['a project: its runs again', { projects: ['sorter'] }, false, ['sorter/a', 'sorter/b']],
  ['an exercise: its runs again', { exercises: ['cache-order'] }, false, ['cache-order/starter']],
  ['an exercise with a board: its solution', { exercises: ['golf'] }, false, ['golf/solution']],
  [
    'a lesson: the runs that it shows and that are not recorded',
    { lessons: ['one'] },
    false,
    ['cache-order/starter'],
  ],
  [
    'a lesson and a project: each run once',
    { lessons: ['two'], projects: ['sorter'] },
    false,
    ['sorter/a', 'sorter/b'],
  ],
])('%s', async (_name, parts, all, ids) => {
  expect(await runsToRecord(content, { lessons: [], exercises: [], projects: [], ...parts }, all)).toEqual(
    ids,
  );
});

test('includes parts that cannot be read, so that their problems are reported', async () => {
  const folder = join(content, 'exercises/half-written');
  await mkdir(folder);
  await writeFile(join(folder, 'exercise.yaml'), 'version: [');
  expect(await allParts(content)).toEqual({
    lessons: ['broken', 'one', 'two'],
    exercises: ['cache-order', 'golf', 'half-written'],
    labs: ['first-container'],
    projects: ['sorter'],
  });
  await rm(folder, { recursive: true });
});

test('a lesson starts from the files of its project', async () => {
  expect(await lessonsOfProjects(content, ['sorter'])).toEqual(['one']);
  expect(await lessonScript(content, 'one')).toMatchObject({
    slug: 'one',
    commands: [{ kind: 'command', line: 13, script: 'docker ps\n' }],
    files: [{ path: 'app.py', data: 'print(1)\n' }],
  });
  expect(await lessonScript(content, 'two')).toBeUndefined();
});

test('reports changes below the folder until it is stopped', async () => {
  const stop = new AbortController();
  const file = join(content, 'lessons/two.mdx');
  // Like editors, writes a new file that replaces the old one.
  const save = async () => {
    await writeFile(`${file}.new`, lesson('Changed.'));
    await rename(`${file}.new`, file);
  };
  const seen = changes(content, stop.signal, () => void save());
  expect((await seen.next()).value).toContain(file);
  const next = seen.next();
  await save();
  expect((await next).value).toContain(file);
  const end = seen.next();
  stop.abort();
  expect(await end).toEqual({ done: true, value: undefined });
});
