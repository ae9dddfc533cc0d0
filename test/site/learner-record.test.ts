import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDatabase, type Database } from '../../scripts/database.ts';
import { generateClient, migrate } from '../../scripts/migrate.ts';

type LearnerRecord = typeof import('../../lib/exercises/learner-record.ts');

const result = {
  version: 1, exercise: 'cache-order', status: 'graded', passed: false, score: 40, headline: 'Builds.',
  axes: { build: { score: 1, max: 1 }, size: { score: 0, max: 0 }, cache: { score: 0, max: 9 }, security: { score: 0, max: 0 }, runtime: { score: 0, max: 0 } },
  checks: [], replay: [], timings: { totalMs: 5 }, notices: [],
};
let folder: string;
let database: Database;
let record: LearnerRecord;
let db: typeof import('../../lib/db/client.ts')['db'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learner-record-'));
  database = await startDatabase(folder, { external: undefined });
  await generateClient();
  await migrate(database.url);
  const secret = 'x'.repeat(32);
  Object.assign(process.env, { DATABASE_URL: database.url, SITE_URL: 'http://localhost:3000', AUTH_SECRET: secret, RUNNER_TOKEN: secret });
  ({ db } = await import('../../lib/db/client.ts'));
  record = await import('../../lib/exercises/learner-record.ts');
  for (const id of ['me', 'other']) await db().user.create({ data: { id, name: id, email: `${id}@example.test` } });
});
afterAll(async () => {
  await db?.().$disconnect();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = async (learnerId: string, exercise: string, minute: number, stored?: { passed: boolean; score: number }) => {
  const files = { Dockerfile: `FROM a${minute}\n` };
  const graded = stored === undefined ? {} : { state: 'done' as const, result: { ...result, ...stored }, resultStatus: 'graded', ...stored };
  const { run: made } = await db().submission.create({
    data: { learnerId, exercise, files, run: { create: { learnerId, exercise, queuedAt: new Date(Date.UTC(2026, 0, 1, 10, minute)), ...graded } } },
    include: { run: true },
  });
  return made?.id ?? '';
};

test('a learner sees their own runs, newest first, numbered from the first, and nobody else’s', async () => {
  const first = await run('me', 'cache-order', 1, { passed: false, score: 40 });
  const foreign = await run('other', 'cache-order', 2, { passed: true, score: 100 });
  const second = await run('me', 'cache-order', 3);
  expect((await record.attemptsOf('me', 'cache-order')).map((a) => [a.runId, a.number, a.state, a.outcome?.score])).toEqual([[second, 2, 'queued', undefined], [first, 1, 'done', 40]]);
  expect(await record.newestRun('me', 'cache-order')).toMatchObject({ id: second, status: 'queued', files: { Dockerfile: 'FROM a3\n' }, result: undefined });
  expect((await record.runOf('me', first))?.result?.score).toBe(40);
  expect(await record.runOf('me', foreign)).toBeUndefined();
  expect(await record.newestRun('me', 'non-root')).toBeUndefined();
  expect(await record.hasPassed('me', 'cache-order')).toBe(false);
  expect(await record.hasPassed('other', 'cache-order')).toBe(true);
});

test('a run id that is no id is not found', async () => {
  expect(await record.runOf('me', "x' or 1=1")).toBeUndefined();
});

test('opening the solution before passing stays on the record, after passing it does not come onto it', async () => {
  expect(await record.openSolution('me', 'cache-order')).toEqual({ onRecord: true });
  expect(await record.openSolution('me', 'cache-order')).toEqual({ onRecord: true });
  expect(await db().openedSolution.count()).toBe(1);
  await run('me', 'non-root', 5, { passed: true, score: 90 });
  expect(await record.openSolution('me', 'non-root')).toEqual({ onRecord: false });
  expect(await db().openedSolution.count()).toBe(1);
});
