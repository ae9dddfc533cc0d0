import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadExercise } from '@dfm/course/exercises';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { checkStatic } from '@dfm/grading';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseExercise } from '../exercises/parse-exercise.ts';
import { shapeProblems } from '../lint/lesson-shape.ts';
import { parseLessonText } from '../lint/lesson-text.ts';
import { exerciseSkeleton, lessonSkeleton } from './skeletons.ts';

const name = { slug: 'trial', title: undefined };
let content: string;
beforeAll(async () => {
  content = await mkdtemp(join(tmpdir(), 'new-'));
  for (const [path, text] of Object.entries(exerciseSkeleton(name))) {
    await mkdir(dirname(join(content, path)), { recursive: true });
    await writeFile(join(content, path), text);
  }
});
afterAll(() => rm(content, { recursive: true }));

test('a new lesson can be parsed, and lacks only what its author has to write', async () => {
  const files = lessonSkeleton(name, '2026-11-21');
  expect(Object.keys(files)).toEqual(['lessons/trial.mdx']);
  const lesson = await parseLessonText(files['lessons/trial.mdx'] ?? '', 'trial', 'trial.mdx');
  const missing = shapeProblems(lesson)
    .map(({ message }) => message)
    .filter((message) => !message.startsWith('“WRITE:'));
  expect(missing).toEqual([
    expect.stringContaining('has no figure'),
    'needs exactly one link to what comes next (<Next lesson="…"> or <Next exercise="…">)',
    'replace WRITE: in title, summary or objectives by your text',
  ]);
  // What needs a recording could not be published from the browser.
  expect(lesson.parts.commands).toEqual([]);
});

test('a new exercise is complete, and its wrong variants fail the check that they name', async () => {
  const { exercise, starter, solution, wrong } = await loadExercise(content, 'trial');
  const caught = (files: typeof starter) =>
    checkStatic({
      dockerfile: parseDockerfile(files.find(({ path }) => path === 'Dockerfile')?.data ?? ''),
      context: undefined,
    })
      .map(({ id }) => id)
      .filter((id) => exercise.rubric.items.some((item) => item.check === id));
  expect(caught(solution)).toEqual([]);
  for (const files of [starter, ...wrong.map((variant) => variant.files)])
    expect(caught(files)).toEqual(['root-user']);
});

test.each([
  ['lesson', 'image-vs-container'],
  ['run', { port: 8000, probes: [{ path: '/predict', expectJson: { late: true } }] }],
  ['job', { endsWithinMs: 8000, starts: [{ expectJson: { done: true } }] }],
])('the commented example of %s in a new exercise is valid', (key, value) => {
  const yaml = exerciseSkeleton(name)['exercises/trial/exercise.yaml'] ?? '';
  const example = new RegExp(`^# ${key}:.*(?:\\n#  .*)*`, 'm').exec(yaml)?.[0] ?? '';
  expect(example).not.toBe('');
  const exercise = parseExercise(yaml.replace(example, example.replaceAll(/^# /gm, '')), 'exercise.yaml');
  expect(exercise).toMatchObject({ [key]: value });
});

test('a title with quotes and a colon is the title of a new lesson and of a new exercise', async () => {
  const title = 'Prune: what "free" means';
  const files = {
    ...lessonSkeleton({ slug: 'a', title }, '2026-11-21'),
    ...exerciseSkeleton({ slug: 'a', title }),
  };
  expect((await parseLessonText(files['lessons/a.mdx']!, 'a', 'a.mdx')).frontmatter.title).toBe(title);
  expect(parseExercise(files['exercises/a/exercise.yaml']!, 'exercise.yaml').title).toBe(title);
});
