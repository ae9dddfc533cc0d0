import type { ImageResult } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { attemptFiles, attemptsOf } from '../../lib/runs/queries.ts';
import { finish } from '../../lib/runs/report.ts';
import { storedSummaries } from '../../lib/runs/stored-summary.ts';
import {
  type Site,
  type Visitor,
  claimed,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

const exercise = 'cache-order';
let site: Site;
let learner: Visitor;
beforeAll(async () => {
  site = await openSite();
  learner = await newLearner();
  await noteRunner(runner());
});
afterAll(() => site.close());

const image: ImageResult = {
  totalBytes: 11,
  liveBytes: 10,
  wastedBytes: 1,
  baseBytes: 0,
  layers: [],
  largest: [{ path: '/a', bytes: 1, layer: 0, wasted: true }],
};
const failed = verdict(exercise, { passed: false, score: 40, image });
const { axes } = failed;

/** A run whose column `result` has this value, as this or an earlier version stored it. */
async function stored(result: object): Promise<string> {
  const runId = await submitted(learner, exercise);
  await finish(runId, { fence: (await claimed()).fence, result: failed });
  await site.query('UPDATE run SET result = $2 WHERE id = $1', [runId, JSON.stringify(result)]);
  return runId;
}

test('the list of attempts reads only a few fields of each result', async () => {
  const runId = await stored({ ...failed, notices: ['x'.repeat(1_000)] });
  expect(Object.fromEntries(await storedSummaries([runId]))).toEqual({
    [runId]: { status: 'graded', passed: false, score: 40, axes, image: { totalBytes: 11 } },
  });
});

test.each<[name: string, result: object, outcome: object | undefined]>([
  ['an image', failed, { status: 'graded', passed: false, score: 40, axes, totalBytes: 11 }],
  [
    'no image',
    { ...failed, image: undefined, failure: { phase: 'cold-build', message: 'No.' }, status: 'build-failed' },
    { status: 'build-failed', passed: false, score: 40, axes, totalBytes: undefined },
  ],
  ['near miss: an image without its size', { ...failed, image: {} }, undefined],
  ['near miss: axes that can no longer be read', { ...failed, axes: {} }, undefined],
])('an attempt has the outcome of a result with %s', async (_name, result, outcome) => {
  const runId = await stored(result);
  const attempts = await attemptsOf(learner.id, exercise);
  expect(attempts.find((attempt) => attempt.runId === runId)).toMatchObject({ state: 'done', outcome });
});

test('an attempt that is not done has no outcome', async () => {
  const runId = await submitted(learner, exercise);
  const [newest] = await attemptsOf(learner.id, exercise);
  expect(newest).toMatchObject({ runId, state: 'queued', outcome: undefined });
});

test('the files of an attempt can be read by its learner, with its number, and by no one else', async () => {
  const own = await newLearner();
  await submitted(own, exercise);
  await site.query("UPDATE run SET state = 'cancelled' WHERE learner_id = $1", [own.id]);
  const second = await submitted(own, exercise);
  const opened = await attemptFiles(own.id, exercise, second);
  expect(opened).toMatchObject({ number: 2, files: { Dockerfile: expect.any(String) } });
  expect(await attemptFiles(learner.id, exercise, second)).toBeUndefined();
  expect(await attemptFiles(own.id, 'golf', second)).toBeUndefined();
  expect(await attemptFiles(own.id, exercise, 'no-run')).toBeUndefined();
});
