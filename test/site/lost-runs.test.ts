import type { ClaimResponse } from '@dfm/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { claim } from '../../lib/runs/claim.ts';
import { runOf } from '../../lib/runs/queries.ts';
import { finish, heartbeat, report } from '../../lib/runs/report.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import {
  type Site,
  type Visitor,
  claimed,
  eventsOf,
  logLine,
  newLearner,
  openSite,
  runner,
  silence,
  submitted,
  verdict,
} from './site.ts';

const never = new AbortController().signal;
let site: Site;
let learner: Visitor;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  learner = await newLearner();
});
afterEach(() => site.clear('run', 'submission', 'runner'));

const stale = { code: 'stale-fence' };

test('a silent runner loses the run; the next one has a higher fence, and reports of the first are rejected', async () => {
  const runId = await submitted(learner, 'cache-order');
  const first = await claimed('first');
  expect(await sweep()).toEqual({ requeued: 0, ended: 0 });
  await silence(site, runId);
  expect(await sweep()).toEqual({ requeued: 1, ended: 0 });
  for (const late of [
    () => heartbeat(runId, first.fence),
    () => report(runId, { fence: first.fence, first: 1, events: [logLine('late')] }),
    () => finish(runId, { fence: first.fence, result: verdict('cache-order') }),
  ]) {
    await expect(late()).rejects.toMatchObject(stale);
  }
  const second = await claimed('second');
  expect(second).toMatchObject({ runId, fence: first.fence + 1, learnerKey: first.learnerKey });
  await expect(
    finish(runId, { fence: first.fence, result: verdict('cache-order', { score: 1 }) }),
  ).rejects.toMatchObject(stale);
  await finish(runId, { fence: second.fence, result: verdict('cache-order', { score: 99 }) });
  expect((await runOf(learner.id, runId))?.result?.score).toBe(99);
  expect((await eventsOf(site, runId)).map(({ event, attempt }) => `${event.type} ${attempt}`)).toEqual([
    'phase 0',
    'phase 1',
    'retry 1',
    'phase 1',
    'phase 2',
    'result 2',
  ]);
});

test('a heartbeat in time keeps the run', async () => {
  const runId = await submitted(learner, 'cache-order');
  const { fence } = await claimed();
  await silence(site, runId);
  expect(await heartbeat(runId, fence)).toEqual({ cancelled: false });
  expect(await sweep()).toEqual({ requeued: 0, ended: 0 });
});

test('a claim that was open when its runner became silent gets nothing until the runner reports again', async () => {
  const lost = await submitted(learner, 'cache-order');
  const { fence } = await claimed('frozen');
  const seen = () => site.query<{ at: Date }>(`SELECT last_seen_at AS at FROM runner WHERE name = 'frozen'`);
  const before = await seen();
  const open = claim({ runner: runner('frozen'), waitMs: 20_000 }, never);
  await expect.poll(seen).not.toEqual(before);
  const next = claim({ runner: runner('other'), waitMs: 20_000 }, never);
  await silence(site, lost);
  expect(await sweep()).toEqual({ requeued: 1, ended: 0 });
  expect(await next).toMatchObject({ runId: lost, fence: fence + 1 });
  // Another runner has the lost run, so the first runner may claim again.
  const fresh = await submitted(await newLearner(), 'non-root');
  expect(await open).toMatchObject({ runId: fresh });

  await silence(site, fresh);
  expect(await sweep()).toEqual({ requeued: 1, ended: 0 });
  expect((await claimed('frozen')).runId).toBe(fresh);
});

test('concurrent sweeps requeue a run only once', async () => {
  const runId = await submitted(learner, 'cache-order');
  await claimed();
  await silence(site, runId);
  const sweeps = await Promise.all(Array.from({ length: 5 }, () => sweep()));
  expect(sweeps.reduce((sum, { requeued }) => sum + requeued, 0)).toBe(1);
  expect((await eventsOf(site, runId)).filter(({ event }) => event.type === 'retry')).toHaveLength(1);
});

test('a run whose exercise is missing ends as a platform fault too, and does not prevent others from being requeued', async () => {
  const gone = await submitted(learner, 'cache-order');
  const other = await submitted(await newLearner(), 'cache-order');
  for (const _ of [1, 2]) await claimed();
  await site.query(
    `UPDATE run SET exercise = 'no-such-exercise', attempts = 3, heartbeat_at = now() - interval '60 seconds' WHERE id = $1`,
    [gone],
  );
  await silence(site, other);
  expect(await sweep()).toEqual({ requeued: 1, ended: 1 });
  expect((await runOf(learner.id, gone))?.result).toMatchObject({
    status: 'infrastructure',
    passed: false,
    failure: { message: expect.stringContaining('Our runner reported no result') },
  });
  expect((await runOf(learner.id, gone))?.status).toBe('done');
});

test('a run that loses its runner three times ends as a platform fault and does not count', async () => {
  const runId = await submitted(learner, 'cache-order');
  let work: ClaimResponse | undefined;
  for (let attempt = 1; attempt <= 3; attempt++) {
    work = await claimed();
    await silence(site, runId);
    expect(await sweep()).toEqual(attempt < 3 ? { requeued: 1, ended: 0 } : { requeued: 0, ended: 1 });
  }
  expect(await runOf(learner.id, runId)).toMatchObject({
    status: 'done',
    result: { status: 'infrastructure', passed: false },
  });
  expect(await claim({ runner: runner(), waitMs: 0 }, never)).toBeUndefined();
  await expect(finish(runId, { fence: work!.fence, result: verdict('cache-order') })).rejects.toMatchObject(
    stale,
  );
});
