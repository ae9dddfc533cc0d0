import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET as eventsRoute } from '../../app/api/runs/[id]/events/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { GET as metricsRoute } from '../../app/metrics/route.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { finish } from '../../lib/runs/report.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import { siteMetrics } from '../../lib/telemetry/site-metrics.ts';
import { type Site, call, claimed, newLearner, openSite, runner, submitted, verdict } from './site.ts';

const token = 'metrics-token-of-the-tests';
let site: Site;

beforeAll(async () => {
  site = await openSite({ METRICS_TOKEN: token });
});
afterAll(() => site.close());
beforeEach(async () => {
  await site.clear('run', 'submission', 'runner');
  siteMetrics().registry.resetMetrics();
  await noteRunner(runner());
});

const scraped = async () => (await (await call(metricsRoute, { method: 'GET', token })).text()).split('\n');

test('metrics require the token', async () => {
  for (const wrong of [undefined, '', `${token}x`])
    expect(
      (await call(metricsRoute, { method: 'GET', ...(wrong === undefined ? {} : { token: wrong }) })).status,
    ).toBe(401);
  const response = await call(metricsRoute, { method: 'GET', token });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/plain'),
  ]);
});

test('the queue: number of runs, waiting time and required labels', async () => {
  const [plain, waits] = [
    await submitted(await newLearner(), 'cache-order'),
    await submitted(await newLearner(), 'non-root'),
  ];
  await site.query(`UPDATE run SET queued_at = now() - interval '70 seconds' WHERE id = $1`, [plain]);
  await site.query(`UPDATE run SET needs = '{gpu,arm64}' WHERE id = $1`, [waits]);
  const lines = await scraped();
  expect(lines).toEqual(
    expect.arrayContaining([
      'dfm_queue_runs{state="queued",kind="practice",needs=""} 1',
      'dfm_queue_runs{state="queued",kind="practice",needs="arm64,gpu"} 1',
      'dfm_runners_connected 1',
      'dfm_database_up 1',
      'dfm_runs_submitted_total 2',
    ]),
  );
  const [, age] = lines
    .find((line) => line.startsWith('dfm_queue_oldest_seconds{kind="practice",needs=""}'))!
    .split('} ');
  expect(Number(age)).toBeGreaterThanOrEqual(70);
  await cancel(
    (await site.query<{ learner_id: string }>('SELECT learner_id FROM run WHERE id = $1', [plain]))[0]!
      .learner_id,
    plain,
  );
  const after = await scraped();
  expect(
    after.some((line) => line.startsWith('dfm_queue_runs{state="queued",kind="practice",needs=""}')),
  ).toBe(false);
  expect(after).toContain('dfm_runs_ended_total{kind="practice",outcome="cancelled"} 1');
});

test('runs: claimed, ended by outcome, requeued', async () => {
  await submitted(await newLearner(), 'cache-order');
  const first = await claimed();
  await finish(first.runId, {
    fence: first.fence,
    result: verdict('cache-order', { passed: false, status: 'out-of-memory' }),
  });
  await submitted(await newLearner(), 'cache-order');
  const second = await claimed();
  await site.query(`UPDATE run SET heartbeat_at = now() - interval '1 hour' WHERE id = $1`, [second.runId]);
  await sweep();
  expect(await scraped()).toEqual(
    expect.arrayContaining([
      'dfm_runs_ended_total{kind="practice",outcome="out-of-memory"} 1',
      'dfm_runs_requeued_total 1',
      'dfm_run_queued_seconds_count{kind="practice"} 2',
    ]),
  );
});

test('open event streams and requests by route', async () => {
  const learner = await newLearner();
  const runId = await submitted(learner, 'cache-order');
  const stream = await eventsRoute(
    new Request(`http://site.test/api/runs/${runId}/events`, { headers: { cookie: learner.cookie } }),
    { params: Promise.resolve({ id: runId }) },
  );
  expect(await scraped()).toContain('dfm_event_streams 1');
  await stream.body?.cancel();
  await submitRoute(new Request('http://site.test/api/runs', { method: 'POST' }), undefined);
  expect(await scraped()).toEqual(
    expect.arrayContaining([
      'dfm_event_streams 0',
      'dfm_http_request_seconds_count{method="GET",route="/api/runs/:id/events",status="200"} 1',
      'dfm_http_request_seconds_count{method="POST",route="/api/runs",status="403"} 1',
    ]),
  );
});

test('metrics contain no learner data', async () => {
  const learner = await newLearner();
  const runId = await submitted(learner, 'cache-order');
  const text = (await scraped()).join('\n');
  for (const secret of [learner.id, runId, learner.cookie]) expect(text).not.toContain(secret);
});
