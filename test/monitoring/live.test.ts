import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RunnerMetrics } from '@dfm/sandbox-runner/runner-metrics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as metricsRoute } from '../../app/metrics/route.ts';
import { root } from '../../launcher/stack.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { finish } from '../../lib/runs/report.ts';
import { serveRunnerHttp } from '../../sandbox-runner/src/telemetry/runner-http.ts';
import { type Site, claimed, newLearner, openSite, runner, submitted, verdict } from '../site/site.ts';
import { alertRules, dashboardPanels, dashboardQueries, monitoringFolder } from './monitoring-files.ts';
import { PrometheusPackage } from './prometheus.ts';

const metricsToken = 'token-of-the-monitoring-test';
let prometheusPackage: PrometheusPackage;
let site: Site;
let siteServer: Server;
let folder: string;

beforeAll(async () => {
  site = await openSite({ METRICS_TOKEN: metricsToken });
  prometheusPackage = await PrometheusPackage.unpacked(process.env.DATA_DIR ?? join(root, '.data'));
  folder = await mkdtemp(join(tmpdir(), 'monitoring-'));
  siteServer = createServer(async (request, response) => {
    const { authorization = '' } = request.headers;
    const answer = await metricsRoute(
      new Request('http://site.test/metrics', { headers: { authorization } }),
      undefined,
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(siteServer, 'listening');
});
afterAll(async () => {
  siteServer.close();
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

test('promtool accepts the files, and each alert fires in its case and in no near miss', async () => {
  await prometheusPackage.promtool('check', 'config', '--syntax-only', 'prometheus.yaml');
  await prometheusPackage.promtool('check', 'rules', 'alerts.yaml');
  await expect(prometheusPackage.promtool('test', 'rules', 'alerts.test.yaml')).resolves.toBeUndefined();
});

test('Grafana’s own types accept the dashboard', async () => {
  const cwd = join(import.meta.dirname, 'strict-dashboard');
  const read = promisify(execFile)('go', ['run', '.', join(monitoringFolder, 'dashboard.json')], { cwd });
  await expect(read).resolves.toBeDefined();
});

test('Prometheus scrapes a site and a runner, evaluates the alerts and answers the dashboard', async () => {
  const metrics = new RunnerMetrics();
  const http = await serveRunnerHttp('127.0.0.1:0', metrics.registry, async () => ({
    ok: true,
    reasons: [],
  }));
  await noteRunner(runner());
  const runId = await submitted(await newLearner(), 'cache-order');
  const { fence } = await claimed();
  await finish(runId, { fence, result: verdict('cache-order', { passed: false }) });
  const targets = {
    site: `127.0.0.1:${(siteServer.address() as AddressInfo).port}`,
    runner: http.address,
  };
  const prometheus = await prometheusPackage.start(folder, targets, metricsToken);
  try {
    await prometheus.scraped(Object.keys(targets));
    const rules = await prometheus.rules();
    expect(rules.map(({ name }) => name)).toEqual(alertRules().map(({ alert }) => alert));
    expect(rules.filter(({ health, lastError }) => health === 'err' || lastError)).toEqual([]);

    const withData = new Set<string>();
    for (const { title, expr } of dashboardQueries())
      if ((await prometheus.query(expr.replaceAll('$__rate_interval', '5m'))).length > 0) withData.add(title);
    const panels = dashboardPanels().filter(({ type }) => type !== 'row');
    const empty = panels.map(({ title }) => title).filter((title) => !withData.has(title));
    console.log(`${panels.length} panels; without data: ${empty.join(', ')}`);
    expect(withData).toContain('Free disk space');
    expect(withData).toContain('Failed and leaked sandboxes');
  } finally {
    await prometheus.stop();
    await http.close();
  }
});
