import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { POST as reportRoute } from '../../app/api/runner/runs/[id]/events/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { db } from '../../lib/db/client.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { log } from '../../lib/platform/log.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { finish } from '../../lib/runs/report.ts';
import {
  RUNNER_TOKEN,
  type Site,
  type Visitor,
  call,
  claimed,
  logLine,
  newLearner,
  openSite,
  runner,
  verdict,
} from './site.ts';

const canary = 'learner-text-4f1d';
let site: Site;
let learner: Visitor;
let lines: string[];

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await site.clear('run', 'submission', 'runner');
  await noteRunner(runner());
  learner = await newLearner();
  lines = [];
  log.level = 'debug';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  return () => {
    write.mockRestore();
    log.level = 'silent';
  };
});

const submitRun = () =>
  call(submitRoute, {
    cookie: learner.cookie,
    body: { exercise: 'cache-order', files: { Dockerfile: `FROM scratch\nLABEL of=${canary}\n` } },
  });
const parsed = () => lines.map((line) => JSON.parse(line) as { msg: string; runId?: string });

test('a run can be traced by its ID, from the queue to its end', async () => {
  const { runId } = (await (await submitRun()).json()) as { runId: string };
  const { fence } = await claimed();
  await call(reportRoute, {
    token: RUNNER_TOKEN,
    id: runId,
    body: { fence, first: 1, events: [logLine(canary)] },
  });
  await finish(runId, { fence, result: verdict('cache-order', { headline: canary, passed: false }) });
  const again = (await (await submitRun()).json()) as { runId: string };
  await cancel(learner.id, again.runId);
  expect(parsed().map(({ msg, runId: id }) => [msg, id])).toEqual([
    ['run queued', runId],
    ['run claimed', runId],
    ['run ended', runId],
    ['run queued', again.runId],
    ['run cancelled', again.runId],
  ]);
});

test('no learner data or secrets are logged, even if the database rejects the input', async () => {
  await submitRun();
  const refused = await db()
    .submission.create({ data: { learnerId: 'nobody', exercise: canary, files: { Dockerfile: canary } } })
    .catch((error: unknown) => error);
  const misused = await db()
    .submission.create({ data: { learnerId: 1, files: canary } as never })
    .catch((error: unknown) => error);
  for (const err of [refused, misused]) log.error({ err }, 'a request failed');
  await call(submitRoute, { cookie: learner.cookie, body: `{"${canary}` });
  await call(reportRoute, { token: `${RUNNER_TOKEN}x`, id: 'x', body: {} });
  expect(refused).toBeInstanceOf(Error);
  expect(misused).toBeInstanceOf(Error);
  expect(parsed().filter(({ msg }) => msg === 'a request failed')).toHaveLength(2);
  for (const secret of [
    canary,
    RUNNER_TOKEN,
    learner.cookie,
    learner.id,
    process.env.AUTH_SECRET!,
    'postgres:',
  ])
    expect(lines.join('')).not.toContain(secret);
});
