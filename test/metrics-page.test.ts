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
