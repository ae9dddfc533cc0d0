import type { ResultDocument } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveRunnerHttp } from './runner-http.ts';
import { RunnerMetrics } from './runner-metrics.ts';

const metrics = new RunnerMetrics();
let ready: () => Promise<{ ok: boolean; reasons: string[] }> = async () => ({ ok: true, reasons: [] });
let http: Awaited<ReturnType<typeof serveRunnerHttp>>;
beforeAll(async () => {
  http = await serveRunnerHttp('127.0.0.1:0', metrics.registry, () => ready());
});
afterAll(() => http.close());

const get = (path: string, method = 'GET') => fetch(`http://${http.address}${path}`, { method });
const axis = { score: 0, max: 0 };
const result = (more: Partial<ResultDocument>): ResultDocument => ({
  version: 1,
  exercise: 'x',
  status: 'graded',
  passed: true,
  score: 100,
  headline: '',
  axes: { build: axis, size: axis, cache: axis, security: axis, runtime: axis },
  checks: [],
  replay: [],
  timings: { totalMs: 4_000 },
  notices: [],
  ...more,
});

test('metrics of runs and sandboxes', async () => {
  metrics.watchPool({ stats: () => ({ warm: 1, kept: 4, busy: 2, making: 0, max: 7 }) });
  metrics.sandboxes.made(1_200, 'made');
  metrics.sandboxes.made(100, 'failed');
  metrics.sandboxes.destroyed();
  metrics.leaksFound(2);
  const first = metrics.run({ queuedMs: 60_000 });
  first.event({ type: 'notice', atMs: 1, message: '' });
  first.event({ type: 'log', atMs: 1, source: 'cold-build', stream: 'stdout', text: 'a' });
  first.event({ type: 'log', atMs: 2, source: 'cold-build', stream: 'stdout', text: 'b' });
  first.ended(result({ timings: { totalMs: 4_000, coldBuildMs: 3_000, staticMs: 1 } }));
  metrics.run({ queuedMs: 0 }).ended(
    result({
      status: 'out-of-memory',
      failure: { phase: 'cold-build', message: '', limit: 'SANDBOX_MEMORY_MB=64' },
    }),
  );
  metrics.run({ queuedMs: 0 }).dropped();

  const lines = (await (await get('/metrics')).text()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'dfm_sandboxes{state="warm"} 1',
      'dfm_sandboxes{state="kept"} 4',
      'dfm_sandboxes{state="busy"} 2',
      'dfm_sandboxes{state="making"} 0',
      'dfm_sandboxes_max 7',
      'dfm_sandboxes_destroyed_total 1',
      'dfm_leaks_found_total 2',
      'dfm_sandbox_make_seconds_bucket{le="1.5",outcome="made"} 1',
      'dfm_sandbox_make_seconds_bucket{le="1",outcome="made"} 0',
      'dfm_sandbox_make_seconds_count{outcome="failed"} 1',
      'dfm_runner_runs_total{outcome="graded"} 1',
      'dfm_runner_runs_total{outcome="out-of-memory"} 1',
      'dfm_runner_runs_total{outcome="dropped"} 1',
      'dfm_limits_reached_total{limit="sandbox_memory_mb"} 1',
      'dfm_run_phase_seconds_sum{phase="cold-build"} 3',
      'dfm_run_phase_seconds_count{phase="static"} 1',
      'dfm_run_seconds_sum{outcome="graded"} 4',
      'dfm_run_first_log_seconds_count 1',
      'dfm_run_first_log_seconds_bucket{le="30"} 0',
      'dfm_run_first_log_seconds_bucket{le="120"} 1',
    ]),
  );
});

test.each([
  ['ready', async () => ({ ok: true, reasons: [] }), 200, { ok: true, reasons: [] }],
  [
    'the node is unhealthy',
    async () => ({ ok: false, reasons: ['the disk is full'] }),
    503,
    { ok: false, reasons: ['the disk is full'] },
  ],
  [
    'the health cannot be determined',
    () => Promise.reject(new Error('no engine')),
    503,
    { ok: false, reasons: ['Error: no engine'] },
  ],
])('/readyz: %s', async (_name, answer, status, body) => {
  ready = answer;
  const response = await get('/readyz');
  expect([response.status, await response.json()]).toEqual([status, body]);
  expect((await get('/healthz')).status).toBe(200);
});

test('all other requests get 404', async () => {
  for (const path of ['/', '/metrics/x', '/constructor', '/__proto__'])
    expect((await get(path)).status).toBe(404);
  expect((await get('/metrics', 'POST')).status).toBe(404);
});
