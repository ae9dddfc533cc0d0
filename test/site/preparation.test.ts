import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Preparation, PreparationStep } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET } from '../../app/api/preparation/route.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { claim } from '../../lib/runs/claim.ts';
import { newestRun } from '../../lib/runs/queries.ts';
import { finish } from '../../lib/runs/report.ts';
import { submit } from '../../lib/runs/submit.ts';
import { type Site, type Visitor, call, claimed, newLearner, openSite, runner, verdict } from './site.ts';

const never = new AbortController().signal;
const large = ['python:3.11-bookworm', 'python:3.11'];
let folder: string;
let site: Site;
let learner: Visitor;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preparation-'));
  site = await openSite({ PREPARATION_FILE: join(folder, 'preparation.json') });
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  learner = await newLearner();
});
afterEach(async () => {
  await rm(join(folder, 'preparation.json'), { force: true });
  await site.clear('run', 'submission', 'runner');
});

const step = (id: string, change: Partial<PreparationStep> = {}): PreparationStep => ({
  id,
  title: `the ${id}`,
  part: 'first',
  after: [],
  provides: [],
  estimateMs: 60_000,
  ...change,
});
const disk = step('disk');
const rest = step('large', { part: 'rest', after: ['disk'], provides: large });
/** Writes the file like `npm start`. */
const preparing = (change: Partial<Preparation> = {}) =>
  writeFile(
    join(folder, 'preparation.json'),
    JSON.stringify({ steps: [disk, rest], updatedAt: Date.now(), ...change }),
  );
const preparationOf = async (exercise: string) =>
  (
    await GET(new Request(`http://site.test/api/preparation?exercise=${exercise}`), undefined as never)
  ).json();
const submitting = (dockerfile: string) =>
  submit(learner.id, { exercise: 'cache-order', files: { Dockerfile: dockerfile } });
const slim = 'FROM python:3.11-slim-bookworm\n';
const full = 'FROM python:3.11-bookworm\n';

test('while the first node is being prepared, a run is accepted and shows what it waits for', async () => {
  await preparing();
  const { runId } = await submitting(slim);
  const run = await newestRun(learner.id, 'cache-order');
  expect(run).toMatchObject({
    id: runId,
    status: 'queued',
    queue: {
      runners: 0,
      lacks: [],
      preparation: { progress: { title: 'the disk', step: 1, steps: 1, leftMs: 60_000 } },
    },
  });
  await noteRunner(runner());
  expect((await newestRun(learner.id, 'cache-order'))?.queue).toMatchObject({ runners: 1 });
  expect((await newestRun(learner.id, 'cache-order'))?.queue?.preparation).toBeUndefined();
  expect((await claimed()).runId).toBe(runId);
});

test.each<[string, Partial<Preparation>]>([
  ['was left behind by a process that died', { updatedAt: Date.now() - 120_000 }],
  ['needs an operator first', { failure: { message: 'root is needed', command: 'sudo npm start' } }],
])('without a node, no run is accepted if the preparation %s', async (_name, change) => {
  await preparing(change);
  await expect(submitting(slim)).rejects.toMatchObject({ code: 'no-runner' });
});

test('runs are accepted after a failure that is retried, with the time of the retry', async () => {
  await preparing({
    failure: { message: 'no room\nat line 1', command: 'npm start', retryAt: Date.now() + 30_000 },
  });
  await submitting(slim);
  const { failure } = (await preparationOf('first-image')).preparation;
  expect(failure).toMatchObject({ message: 'no room' });
  expect(failure.retryInMs).toBeGreaterThan(10_000);
});

test('a node does not get a run with a base image that it is still preparing, but gets others immediately', async () => {
  await preparing({ steps: [{ ...disk, tookMs: 1 }, rest] });
  const node = runner('runner-1', { basesToCome: large });
  await noteRunner(node);
  const waits = await submitting(full);
  const other = await newLearner();
  const runs = await submit(other.id, { exercise: 'cache-order', files: { Dockerfile: slim } });
  expect((await claimed('runner-1', { basesToCome: large })).runId).toBe(runs.runId);
  expect(await claim({ runner: node, waitMs: 0 }, never)).toBeUndefined();
  expect((await newestRun(learner.id, 'cache-order'))?.queue).toMatchObject({
    runners: 0,
    lacks: [],
    preparation: { base: 'python:3.11-bookworm', progress: { title: 'the large' } },
  });
  expect((await claimed('runner-1')).runId).toBe(waits.runId);
});

test.each([
  ['a variable', 'ARG TAG=3.11\nFROM python:$TAG\n'],
  ['an alias', 'FROM python:3.11\n'],
  ['a copy', `${slim}COPY --from=docker.io/library/python:3.11-bookworm /x /x\n`],
])('a run that refers to the image by %s waits too', async (_name, dockerfile) => {
  await noteRunner(runner());
  await submitting(dockerfile);
  expect(
    await claim({ runner: runner('runner-1', { basesToCome: large }), waitMs: 0 }, never),
  ).toBeUndefined();
});

test('the confirmation of a run needs the same base images as the run', async () => {
  await noteRunner(runner());
  const { runId } = await submitting(full);
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order') });
  expect(
    await claim({ runner: runner('runner-2', { basesToCome: large }), waitMs: 0 }, never),
  ).toBeUndefined();
  expect((await claimed('runner-1')).fresh).toBe(true);
});

test('an exercise page gets what its starter would wait for', async () => {
  await preparing({ steps: [{ ...disk, tookMs: 1 }, rest] });
  await noteRunner(runner('runner-1', { basesToCome: large }));
  expect(await preparationOf('cache-order')).toEqual({ runners: 1 });
  expect(await preparationOf('multi-stage')).toMatchObject({
    runners: 0,
    preparation: { base: 'python:3.11-bookworm' },
  });
  await rm(join(folder, 'preparation.json'));
  expect(await preparationOf('multi-stage'), 'a node that is prepared elsewhere').toMatchObject({
    runners: 0,
    preparation: { base: 'python:3.11-bookworm' },
  });
});

test('without a node and a preparation, only the number of runners is returned', async () => {
  expect(await preparationOf('cache-order')).toEqual({ runners: 0 });
});

test('without an exercise, the response is 404', async () => {
  expect((await call(GET as never, { method: 'GET' })).status).toBe(404);
});
