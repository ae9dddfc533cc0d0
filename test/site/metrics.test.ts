import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GET as eventsRoute } from '../../app/api/runs/[id]/events/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { GET as metricsRoute } from '../../app/metrics/route.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { cancel } from '../../lib/runs/cancel.ts';
import { finish } from '../../lib/runs/report.ts';
import { sweep } from '../../lib/runs/sweep.ts';
import { siteMetrics } from '../../lib/telemetry/site-metrics.ts';
import { newCohort } from './school.ts';
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

test('without the database, nothing that is read from it has a value', async () => {
  await scraped();
  await site.query('ALTER TABLE runner RENAME TO hidden');
  const lines = await scraped().finally(() => site.query('ALTER TABLE hidden RENAME TO runner'));
  expect(lines).toContain('dfm_database_up 0');
  expect(
    lines.filter((line) => /^dfm_(queue|runners|node|lms_(scores_waiting|oldest|paused))/.test(line)),
  ).toEqual([]);
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

test('nodes: whether they can take runs, and their disks', async () => {
  await noteRunner(runner('sick', { health: { ok: false, reasons: ['the disk is full'] } }));
  await noteRunner(runner('gone'));
  await noteRunner(runner('drained'));
  await site.query(`UPDATE runner SET last_seen_at = now() - interval '1 hour' WHERE name = 'gone'`);
  await site.query(`UPDATE runner SET draining = true WHERE name = 'drained'`);
  const lines = await scraped();
  expect(lines.filter((line) => line.startsWith('dfm_node_')).sort()).toEqual([
    'dfm_node_disk_free_bytes{node="runner-1"} 52428800000',
    'dfm_node_disk_free_bytes{node="sick"} 52428800000',
    'dfm_node_healthy{node="gone"} 0',
    'dfm_node_healthy{node="runner-1"} 1',
    'dfm_node_healthy{node="sick"} 0',
  ]);
});

test('an LMS: points that it has not confirmed, and pauses', async () => {
  const learners = await Promise.all([newLearner(), newLearner(), newLearner(), newLearner()]);
  const cohort = await newCohort(site, {});
  await site.query(
    `INSERT INTO lti_platform (id, course_id, name, issuer, client_id, auth_url, token_url, jwks_url, paused_until)
     SELECT 'lms', course_id, 'LMS', 'https://lms.test', 'x', '', '', '', now() + interval '1 hour' FROM cohort WHERE id = $1`,
    [cohort],
  );
  await site.query(
    `INSERT INTO lti_context (id, platform_id, context_id, title, cohort_id) VALUES ('context', 'lms', '1', 'ML', $1)`,
    [cohort],
  );
  await site.query(
    `INSERT INTO lti_link (id, context_id, resource_link_id, kind, slug) VALUES ('link', 'context', '1', 'exercise', 'cache-order')`,
  );
  const [waits, refused, confirmed, disconnected] = learners.map(({ id }) => id);
  for (const id of [waits, refused, confirmed])
    await site.query(
      `INSERT INTO account (id, account_id, provider_id, user_id, updated_at) VALUES (gen_random_uuid(), $1, 'lti:lms', $1, now())`,
      [id],
    );
  await site.query(
    `INSERT INTO lti_score (link_id, learner_id, wanted_points, wanted_at, next_try_at, error) VALUES
       ('link', $1, 80, now() - interval '70 seconds', now(), NULL),
       ('link', $2, 80, now() - interval '60 seconds', now(), 'refused'),
       ('link', $3, 80, now() - interval '2 hours', NULL, NULL),
       ('link', $4, 80, now() - interval '2 hours', now(), NULL)`,
    [waits, refused, confirmed, disconnected],
  );
  const lines = await scraped();
  expect(lines).toEqual(
    expect.arrayContaining([
      'dfm_lms_scores_waiting{state="waiting"} 1',
      'dfm_lms_scores_waiting{state="refused"} 1',
      'dfm_lms_paused 1',
    ]),
  );
  const age = Number(lines.find((line) => line.startsWith('dfm_lms_oldest_seconds'))!.split(' ')[1]);
  expect(age).toBeGreaterThanOrEqual(70);
  expect(age).toBeLessThan(3_600);
});
