import { resultDocumentSchema, type CheckResult } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { renderSeedReport } from './seed-report.ts';

const failing: CheckResult = {
  id: 'health-passes',
  axis: 'runtime',
  status: 'fail',
  severity: 'error',
  points: 0,
  maxPoints: 5,
  required: false,
  line: 31,
  message: 'The health check fails:\n curl | not found',
  why: 'It can never pass.',
  evidence: [],
  also: [],
};
const some = { score: 1.25, max: 5 };
const result = resultDocumentSchema.parse({
  version: 1,
  exercise: 'seed',
  status: 'graded',
  passed: false,
  score: 60,
  headline: 'Never healthy.',
  axes: { build: some, size: some, cache: some, security: some, runtime: some },
  checks: [failing, { ...failing, id: 'root-user', status: 'pass' }],
  replay: [{ scenario: 'edit', title: 'Edit', totalMs: 250, steps: [] }],
  cold: { scenario: 'cold', title: 'Cold', totalMs: 12_340, steps: [] },
  image: {
    totalBytes: 430_000_000,
    liveBytes: 429_000_000,
    wastedBytes: 1_000_000,
    baseBytes: 130_000_000,
    layers: [],
    largest: [],
  },
  timings: { totalMs: 1 },
  notices: ['A stand-in base.'],
  engine: { version: '26.1.5', stampedAt: '2026-11-21T05:00:00Z' },
});
const seed = {
  folder: '004',
  title: 'Production',
  changed: ['the base is newer'],
  edit: 'app.py',
  files: [],
};

test('a graded Dockerfile has its numbers in the table and its findings, with lines, below', () => {
  const report = renderSeedReport([{ seed, result, findings: [] }]);
  expect(report).toContain('| 004 | graded | 60 | 430.0 | 300.0 | 1.0 | 12.3 |  | 0.25 |');
  expect(report).toContain('- Changed: the base is newer.');
  expect(report).toContain('| runtime | 1.3 | 5 |');
  expect(report).toContain(
    '- **health-passes** (runtime, line 31, 0 of 5): The health check fails: curl | not found *It can never pass.*',
  );
  expect(report).toContain('> A stand-in base.');
  expect(report).not.toContain('root-user');
});

test('a Dockerfile that did not build is listed with the phase in which it ended', () => {
  const unbuilt = {
    ...result,
    status: 'build-failed' as const,
    checks: [],
    replay: [],
    cold: undefined,
    image: undefined,
    failure: {
      phase: 'cold-build' as const,
      line: 3,
      message: 'Line 3 failed.',
      logTail: 'a\nb\nc\nNo such file.\n',
    },
  };
  const report = renderSeedReport([{ seed, result: unbuilt, findings: [] }]);
  expect(report).toContain('| 004 | build-failed | 60 |  |  |  |  |  |  |');
  expect(report).toContain('Ended in phase cold-build: Line 3 failed.\n\n```text\nb\nc\nNo such file.\n```');
});

test('a Dockerfile that is only read is listed with its static findings', () => {
  const finding = {
    id: 'base-tag',
    path: 'Dockerfile',
    line: 2,
    endLine: 2,
    column: 1,
    endColumn: 5,
    severity: 'warning' as const,
    message: 'No digest.',
    also: [],
  };
  expect(renderSeedReport([{ seed, result: undefined, findings: [finding] }])).toContain(
    '- **base-tag**, line 2: No digest.',
  );
});
