import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunnerMetrics } from '@dfm/sandbox-runner/runner-metrics';
import { describe, expect, test } from 'vitest';
import { siteMetrics } from '../../lib/telemetry/site-metrics.ts';
import { headingsOf, readDocument } from '../documents/markdown.ts';
import { alertRules, dashboardPanels, dashboardQueries, monitoringFolder } from './monitoring-files.ts';
import { readPromql } from './read-promql.ts';

interface KnownSeries {
  labels: readonly string[];
  isCounter: boolean;
}

/** A runner finds leaks when it starts, before Prometheus has seen it, so their whole number means something. */
const readAsNumbers = ['dfm_leaks_found_total'];

/** What Prometheus adds to every series. */
const addedLabels = ['job', 'instance'];

/** The series that site and runner export, by name. */
function knownSeries(): Map<string, KnownSeries> {
  // `labelNames` is missing in prom-client's types.
  const metrics = [siteMetrics().registry, new RunnerMetrics().registry].flatMap(
    (registry) =>
      registry.getMetricsAsArray() as unknown as { name: string; type: string; labelNames: string[] }[],
  );
  const known = metrics.flatMap(({ name, type, labelNames }): [string, KnownSeries][] => {
    const labels = [...labelNames, ...addedLabels];
    if (type !== 'histogram') return [[name, { labels, isCounter: type === 'counter' }]];
    return [
      [`${name}_bucket`, { labels: [...labels, 'le'], isCounter: true }],
      [`${name}_sum`, { labels, isCounter: true }],
      [`${name}_count`, { labels, isCounter: true }],
    ];
  });
  return new Map([...known, ['up', { labels: addedLabels, isCounter: false }]]);
}

const known = knownSeries();

/** What is wrong with a query. */
function defectsOf(query: string): string[] {
  const { series, groupedBy } = readPromql(query);
  return [
    ...(series.length === 0 ? ['reads nothing'] : []),
    ...series.flatMap(({ name, labels, isIncrease }) => {
      const found = known.get(name);
      if (found === undefined) return [`${name} is not exported`];
      return [
        ...labels
          .filter((label) => !found.labels.includes(label))
          .map((label) => `${name} has no label ${label}`),
        ...(found.isCounter === isIncrease || readAsNumbers.includes(name)
          ? []
          : [increaseDefect(name, isIncrease)]),
      ];
    }),
    ...groupedBy
      .filter((label) => !series.some(({ name }) => known.get(name)?.labels.includes(label)))
      .map((label) => `nothing has the label ${label}`),
  ];
}

const increaseDefect = (name: string, isIncrease: boolean) =>
  isIncrease ? `${name} is no counter` : `${name} is a counter, of which only the increase means something`;

describe('a query', () => {
  test.each([
    ['sum(rate(dfm_runs_submitted_total[5m]))', []],
    ['dfm_sandboxes{state="busy", instance="x"}', []],
    ['dfm_queue_run', ['dfm_queue_run is not exported']],
    ['sum(rate(dfm_run_seconds[5m]))', ['dfm_run_seconds is not exported']],
    ['dfm_sandboxes{mood="busy"}', ['dfm_sandboxes has no label mood']],
    ['sum by (node) (dfm_sandboxes)', ['nothing has the label node']],
    ['rate(dfm_sandboxes[5m])', ['dfm_sandboxes is no counter']],
    [
      'dfm_runs_submitted_total',
      ['dfm_runs_submitted_total is a counter, of which only the increase means something'],
    ],
    ['1 + 1', ['reads nothing']],
  ])('%s', (query, defects) => expect(defectsOf(query)).toEqual(defects));

  test('that is not PromQL is rejected', () => {
    expect(() => readPromql('sum(rate(dfm_run_seconds_count[5m])')).toThrow('not PromQL');
  });
});

describe('the dashboard', () => {
  const panels = dashboardPanels().filter(({ type }) => type !== 'row');

  test.each(dashboardQueries())('$title: $expr', ({ expr }) => expect(defectsOf(expr)).toEqual([]));

  test.each(panels)(
    '$title has a description, a unit and queries',
    ({ title, description, fieldConfig, targets }) => {
      expect(title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[A-Z0-9].{20,}\.$/);
      expect(fieldConfig?.defaults.unit).toMatch(/^[a-z]+$/);
      expect(targets?.length).toBeGreaterThan(0);
    },
  );

  test('panels have different IDs and do not overlap', () => {
    const all = dashboardPanels();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const cells = all.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(all.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

describe('alerts', () => {
  const headings = headingsOf(readDocument('docs/operators/alerts.md'));

  test.each(alertRules())('$alert', ({ alert, expr, labels, annotations }) => {
    expect(defectsOf(expr)).toEqual([]);
    expect(['critical', 'warning']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/^\S.{20,}/);
    expect(annotations.description).toMatch(/\.$/);
    expect(annotations.runbook).toBe(`docs/operators/alerts.md#${alert.toLowerCase()}`);
    expect(headings).toContain(alert);
  });

  test('each has a case in which it fires', () => {
    const cases = readFileSync(join(monitoringFolder, 'alerts.test.yaml'), 'utf8');
    for (const { alert } of alertRules()) expect(cases).toContain(`alertname="${alert}"`);
  });
});
