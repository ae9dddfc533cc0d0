import { RunnerMetrics } from '@dfm/sandbox-runner/runner-metrics';
import { expect, test } from 'vitest';
import { siteMetrics } from '../lib/telemetry/site-metrics.ts';
import { entriesOf, readDocument, sectionOf } from './documents/markdown.ts';

const page = readDocument('docs/operators/monitoring.md');

test.each([
  ['### Of the site', () => siteMetrics().registry],
  ['### Of a runner', () => new RunnerMetrics().registry],
] as const)(
  'docs/operators/monitoring.md has a list of all metrics, each with its help text: %s',
  async (heading, registryOf) => {
    const metrics = (await registryOf().getMetricsAsJSON()).filter(({ name }) => name.startsWith('dfm_'));
    expect(entriesOf(sectionOf(page, heading))).toEqual(
      metrics.map(({ name, type, help }) => `\`${name}\` (${String(type)}): ${help}`),
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
