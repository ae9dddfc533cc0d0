import { cp, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextFile, ResultDocument } from '@dfm/contracts';
import { loadExercise } from '@dfm/course/exercises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunnerEnv } from '../src/config/env.ts';
import { imageReferences } from '../src/engine/images.ts';
import { prepareCourseLayers, prepareSandboxImage } from '../src/preparation/prepare.ts';
import { executeRun } from '../src/runs/run.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import { sandboxesDir } from '../src/sandbox/docker/sandbox-dirs.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { testEnv } from './sandbox-fixture.ts';

const slug = 'small-service';
/** Writes something different each time it runs. */
const random = 'RUN date +%N > made';

let env: RunnerEnv;
let pool: SandboxPool;

beforeAll(async () => {
  const machine = testEnv({ SANDBOX_MAX: '2', SANDBOX_MAX_PER_LEARNER: '1' });
  env = { ...machine, PREBUILD_CONTENT_DIR: await mkdtemp(join(machine.DATA_DIR, '..', 'course-layers-')) };
  await prepareSandboxImage(env, () => {});
  await addExercise(slug, '');
  await addExercise('with-secret', 'secrets: [hub_token]\n');
  await addExercise('watched', 'courseLayers: false\n');
  await prepareCourseLayers(env, () => {});
  pool = await createSandboxPool(env, (error) => console.error(error), { start: 'course-layers' });
}, 600_000);
afterAll(async () => {
  await pool.close();
  await rm(env.PREBUILD_CONTENT_DIR, { recursive: true });
});

/** Adds a copy of the small service with steps that no other exercise has. */
async function addExercise(name: string, settings: string): Promise<void> {
  const to = join(env.PREBUILD_CONTENT_DIR, 'exercises', name);
  await cp(join(import.meta.dirname, '../../test/faults/content/exercises', slug), to, { recursive: true });
  const edit = async (path: string, change: (text: string) => string) =>
    writeFile(join(to, path), change(await readFile(join(to, path), 'utf8')));
  await edit('exercise.yaml', (text) => `${text.replace(slug, name)}${settings}`);
  if (name !== slug)
    for (const variant of ['starter', 'solution', 'wrong/a', 'wrong/b', 'wrong/c'])
      await edit(`${variant}/Dockerfile`, (text) => text.replace(random, `RUN date +%N > ${name}`));
}

let runs = 0;

/** @param change applied to the starter's Dockerfile */
async function grade(
  learnerKey: string,
  change: (dockerfile: string) => string = (text) => text,
  name = slug,
  from: SandboxPool = pool,
): Promise<ResultDocument> {
  const { exercise, starter } = await loadExercise(env.PREBUILD_CONTENT_DIR, name);
  const files = starter.map((file): ContextFile =>
    file.path === 'Dockerfile' ? { ...file, data: change(file.data) } : file,
  );
  runs += 1;
  const result = await executeRun(
    { runId: `course-${process.pid}-${runs}`, learnerKey, exercise, files, sandboxAfter: 'discard' },
    {
      pool: from,
      limits: env,
      onEvent: () => {},
      onFault: (error) => console.error(error),
      signal: new AbortController().signal,
    },
  );
  expect(result).toMatchObject({ status: 'graded' });
  return result;
}

/** Steps of the first build, except FROM, by text: `prebuilt`, `cached` or `ran`. */
function stepsOf({ cold }: ResultDocument): Record<string, string> {
  const steps = (cold?.steps ?? []).filter(({ name }) => !name.includes('FROM '));
  return Object.fromEntries(
    steps.map(({ name, cached, courseMs }) => [
      name.replace(/^\[.*?\] /, ''),
      courseMs !== undefined ? 'prebuilt' : cached ? 'cached' : 'ran',
    ]),
  );
}

/** Digest of the layer that a step created. */
function layerOf({ image }: ResultDocument, text: string): string | undefined {
  return image?.layers.find(({ createdBy }) => createdBy.includes(text))?.diffId;
}

test('steps that a variant shares with a learner’s build are not rebuilt, and reported with their original duration', async () => {
  const [ada, bob] = [await grade('ada'), await grade('bob')];
  for (const result of [ada, bob])
    expect(stepsOf(result)).toEqual({
      'WORKDIR /app': 'prebuilt',
      [random]: 'prebuilt',
      'COPY app.py .': 'prebuilt',
    });
  expect(layerOf(ada, 'date +%N')).toBe(layerOf(bob, 'date +%N'));
  expect(ada.cold!.steps.find(({ name }) => name.includes(random))).toMatchObject({
    cached: true,
    courseMs: expect.toSatisfy((ms: number) => ms > 0),
    bytes: expect.toSatisfy((bytes: number) => bytes > 0),
  });
});

test('the verdict is the same as in a sandbox without course layers', async () => {
  const bare = await createSandboxPool(env, (error) => console.error(error));
  try {
    const [without, withLayers] = [await grade('ada', undefined, slug, bare), await grade('ada')];
    expect(stepsOf(without)).toEqual({ 'WORKDIR /app': 'ran', [random]: 'ran', 'COPY app.py .': 'ran' });
    const verdict = ({ score, passed, headline, checks }: ResultDocument) => ({
      score,
      passed,
      headline,
      checks: checks.map(({ id, status, points, line }) => ({ id, status, points, line })),
    });
    expect(verdict(withLayers)).toEqual(verdict(without));
    expect(without.replay.map(({ steps }) => steps.map(({ cached }) => cached))).toEqual(
      withLayers.replay.map(({ steps }) => steps.map(({ cached }) => cached)),
    );
  } finally {
    await bare.close();
  }
});

test('results of a learner’s run are not available to the next learner', async () => {
  const own = (text: string) => text.replace(random, `RUN echo own\n${random}`);
  for (const learner of ['ada', 'bob']) {
    expect(stepsOf(await grade(learner, own))).toEqual({
      'WORKDIR /app': 'prebuilt',
      'RUN echo own': 'ran',
      [random]: 'ran',
      'COPY app.py .': 'ran',
    });
  }
});

test.each([['with-secret'], ['watched']])(
  'an exercise without course layers is built in the learner’s run: %s',
  async (name) => {
    expect(stepsOf(await grade('ada', undefined, name))).toEqual({
      'WORKDIR /app': 'prebuilt',
      [`RUN date +%N > ${name}`]: 'ran',
      'COPY app.py .': 'ran',
    });
  },
);

test('a sandbox with the layers has as much space as one without, and lists none of their images', async () => {
  const bare = await createSandboxPool(env, (error) => console.error(error));
  const sandboxes: [SandboxPool, Sandbox][] = [];
  try {
    for (const from of [bare, pool]) sandboxes.push([from, await from.acquire('ada')]);
    const free = await Promise.all(
      sandboxes.map(
        async ([, { id }]) =>
          (await statfs(join(sandboxesDir(env.DATA_DIR), `slot-${id.split('-')[0]}`, 'data'))).bavail,
      ),
    );
    expect(Math.abs(free[0]! - free[1]!) * 4_096).toBeLessThan(16 * 1024 ** 2);
    expect(await imageReferences(sandboxes[1]![1].engine)).toEqual(
      await imageReferences(sandboxes[0]![1].engine),
    );
  } finally {
    for (const [from, sandbox] of sandboxes) await from.release(sandbox, 'discard');
    await bare.close();
  }
});

test('no Dockerfile can start FROM an image that was built with the layers', async () => {
  const { exercise, starter } = await loadExercise(env.PREBUILD_CONTENT_DIR, slug);
  const files = starter.map((file): ContextFile =>
    file.path === 'Dockerfile' ? { ...file, data: 'FROM dfm-course\n' } : file,
  );
  const result = await executeRun(
    { runId: `course-${process.pid}-named`, learnerKey: 'ada', exercise, files, sandboxAfter: 'discard' },
    {
      pool,
      limits: env,
      onEvent: () => {},
      onFault: (error) => console.error(error),
      signal: new AbortController().signal,
    },
  );
  expect(result).toMatchObject({ status: 'build-failed', failure: { line: 1 } });
  expect(JSON.stringify(result)).not.toMatch(/dfm-course:[0-9a-f]{8}/);
});

test('a changed exercise gets its layers, and the others keep theirs', async () => {
  const before = layerOf(await grade('ada'), 'date +%N');
  await addExercise('added', '');
  await prepareCourseLayers(env, () => {});
  expect(stepsOf(await grade('ada', undefined, 'added'))['RUN date +%N > added']).toBe('ran');
  await pool.renew();
  expect(stepsOf(await grade('ada', undefined, 'added'))).toEqual({
    'WORKDIR /app': 'prebuilt',
    'RUN date +%N > added': 'prebuilt',
    'COPY app.py .': 'prebuilt',
  });
  expect(layerOf(await grade('ada'), 'date +%N')).toBe(before);
});
