import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunnerMetrics } from '@dfm/sandbox-runner/runner-metrics';
import { expect, test } from 'vitest';
import { siteMetrics } from '../lib/telemetry/site-metrics.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/operators.md'), 'utf8');
const rows = (where: string) =>
  page.split('\n').filter((line) => line.startsWith('| `dfm_') && line.endsWith(` | ${where} |`));

test.each([
  ['site', () => siteMetrics().registry],
  ['runner', () => new RunnerMetrics().registry],
] as const)(
  'docs/operators.md lists the metrics of the %s, each with its help text',
  async (where, registryOf) => {
    const metrics = (await registryOf().getMetricsAsJSON()).filter(({ name }) => name.startsWith('dfm_'));
    expect(rows(where)).toEqual(
      metrics.map(({ name, type, help }) => `| \`${name}\` | ${String(type)} | ${help} | ${where} |`),
    );
  },
);

test('counters that alerts watch begin at 0, from which Prometheus sees the first increase', async () => {
  const text = `${await siteMetrics().registry.metrics()}${await new RunnerMetrics().registry.metrics()}`;
  for (const line of [
    'dfm_runs_ended_total{kind="practice",outcome="infrastructure"} 0',
    'dfm_runs_requeued_total 0',
    'dfm_leaks_found_total 0',
    'dfm_sandbox_make_seconds_count{outcome="failed"} 0',
  ])
    expect(text).toContain(`${line}\n`);
});
