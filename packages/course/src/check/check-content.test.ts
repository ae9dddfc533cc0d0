import { fileURLToPath } from 'node:url';
import { resultDocumentSchema, type ResultDocument } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { expect, test } from 'vitest';
import { checkExercise, gradeCold, type GradeFiles } from './check-content.ts';

const contentRoot = fileURLToPath(new URL('../../../../content', import.meta.url));
const none = { score: 0, max: 0 };
const failed: ResultDocument = resultDocumentSchema.parse({
  version: 1,
  exercise: 'cache-order',
  status: 'build-failed',
  passed: false,
  score: 0,
  headline: 'Does not build.',
  axes: { build: none, size: none, cache: none, security: none, runtime: none },
  checks: [],
  replay: [],
  timings: { totalMs: 1 },
  notices: [],
  failure: { phase: 'cold-build', message: 'Does not build.' },
});

function recorder() {
  const calls: { dockerfile: string | undefined; learnerKey: string; next: string; replays: string }[] = [];
  const grade: GradeFiles = async (_exercise, files, { learnerKey, next, replays }) => {
    calls.push({
      dockerfile: files.find((file) => file.path === 'Dockerfile')?.data,
      learnerKey,
      next,
      replays,
    });
    return failed;
  };
  return { calls, grade };
}

test('every variant of an exercise is graded with its own files, in a single sandbox that is discarded at the end', async () => {
  const { calls, grade } = recorder();
  const loaded = await loadExercise(contentRoot, 'cache-order');
  const checked = await Array.fromAsync(checkExercise(contentRoot, 'cache-order', grade));
  expect(checked.map(({ variant }) => variant)).toEqual([
    'solution',
    'starter',
    ...loaded.exercise.wrong.map(({ id }) => id),
  ]);
  expect(new Set(calls.map(({ dockerfile }) => dockerfile)).size).toBe(checked.length);
  expect(new Set(calls.map(({ learnerKey }) => learnerKey)).size).toBe(1);
  expect(calls.map(({ next }) => next)).toEqual([...checked.slice(1).map(() => 'keep'), 'discard']);
  expect(new Set(calls.map(({ replays }) => replays))).toEqual(new Set(['until-answered']));
  expect(checked[0]?.defects).toEqual(['ends with status build-failed: Does not build.']);
  expect(checked[1]?.defects).toEqual([]);
});

test('a run that is recorded gets its own sandbox and complete replays', async () => {
  const { calls, grade } = recorder();
  await gradeCold(contentRoot, 'cache-order', 'starter', grade);
  await gradeCold(contentRoot, 'cache-order', 'solution', grade);
  expect(calls.map(({ next, replays }) => [next, replays])).toEqual([
    ['discard', 'whole'],
    ['discard', 'whole'],
  ]);
  expect(calls[0]?.learnerKey).not.toBe(calls[1]?.learnerKey);
  await expect(gradeCold(contentRoot, 'cache-order', 'naive', grade)).rejects.toThrow(
    'cache-order has no variant naive. It has solution, starter, ',
  );
});

test('the solution is graded for every draw, and the wrong variants take turns at them', async () => {
  const graded: { port: number | undefined; dockerfile: string }[] = [];
  const grade: GradeFiles = async (exercise, files) => {
    graded.push({
      port: exercise.run?.port,
      dockerfile: files.find(({ path }) => path === 'Dockerfile')!.data,
    });
    return failed;
  };
  const { exercise } = await loadExercise(contentRoot, 'health-check');
  const checked = await Array.fromAsync(checkExercise(contentRoot, 'health-check', grade));
  const names = checked.map(({ variant }) => variant);
  expect(names.filter((name) => name.startsWith('solution'))).toEqual([
    'solution',
    'solution (port 8010, path /live)',
    'solution (port 8500, path /status)',
    'solution (port 9000, path /alive)',
  ]);
  expect(names.filter((name) => name.startsWith('starter'))).toEqual(['starter']);
  const wrong = names.filter((name) => !/^(solution|starter)/.test(name));
  expect(wrong.map((name) => name.split(' ')[0]!).sort()).toEqual(exercise.wrong.map(({ id }) => id).sort());
  expect(new Set(wrong.map((name) => name.split(' ').slice(1).join(' '))).size).toBe(4);
  for (const { port, dockerfile } of graded) expect(dockerfile).toContain(String(port));
});
