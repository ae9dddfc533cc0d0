import { exerciseSchema, type ContextFile, type ReplayResult } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunnerEnv, type RunnerEnv } from '../src/config/env.ts';
import { openPool } from '../src/preparation/open-pool.ts';
import { executeRun } from '../src/runs/run.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';

const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'tiny',
  title: 'Tiny',
  summary: 'Steps to be cached',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  buildArgs: { GIT_COMMIT: 'first' },
  scenarios: [
    // Listed first on purpose: the scenarios after it must find the first build's cache.
    { id: 'fresh', title: 'A fresh builder', cache: 'pushed-image', edits: [], expects: 'deps-cached' },
    {
      id: 'fresh-edit',
      title: 'A fresh builder after an edit',
      cache: 'pushed-image',
      edits: [{ kind: 'append', path: 'app.py', text: '# {{nonce}}\n' }],
      expects: 'deps-cached',
    },
    { id: 'no-change', title: 'Nothing changes', edits: [], expects: 'all-cached' },
    {
      id: 'new-commit-id',
      title: 'The next commit',
      edits: [],
      buildArgs: { GIT_COMMIT: '{{nonce}}' },
      expects: 'deps-cached',
    },
  ],
  limits: { coldBuildSeconds: 120 },
  rubric: { items: [{ check: 'builds', points: 10 }] },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
});

let env: RunnerEnv;
let pool: SandboxPool;
let runs = 0;

beforeAll(async () => {
  env = readRunnerEnv({ ...process.env, SANDBOX_WARM: '0', SANDBOX_MAX: '1', SANDBOX_MEMORY_MB: '1024' });
  pool = await openPool(env, () => undefined);
});

afterAll(() => pool.close());

/** Lines of the steps that ran, except FROM, by scenario. */
async function ran(
  dockerfile: string,
  terms = exercise,
): Promise<{ lines: Record<string, (number | undefined)[]>; replay: ReplayResult[] }> {
  runs += 1;
  const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
  const result = await executeRun(
    {
      runId: `cache-${process.pid}-${runs}`,
      learnerKey: `learner-${runs}`,
      exercise: terms,
      files: [file('Dockerfile', dockerfile), file('app.py', 'print(1)\n')],
      sandboxAfter: 'discard',
    },
    {
      pool,
      limits: env,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      onFault: (fault) => console.error(fault),
    },
  );
  expect(result.failure?.message).toBeUndefined();
  const lines = result.replay.map(
    ({ scenario, steps }) =>
      [
        scenario,
        steps.filter((step) => !step.cached && !step.name.startsWith('FROM')).map((step) => step.line),
      ] as const,
  );
  return { lines: Object.fromEntries(lines), replay: result.replay };
}

const base = 'FROM python:3.11-slim-bookworm';

test('a commit ID below an expensive step reruns only the steps below it, and a fresh builder gets everything from the pushed image', async () => {
  const { lines } = await ran(
    [
      base,
      'WORKDIR /app',
      'RUN date +%s%N > heavy',
      'COPY app.py .',
      'ARG GIT_COMMIT',
      'RUN echo "$GIT_COMMIT" > commit',
    ].join('\n'),
  );
  expect(lines).toEqual({ 'no-change': [], 'new-commit-id': [6], fresh: [], 'fresh-edit': [4, 6] });
});

test('a commit ID above it reruns everything below, and the verdict names the first line that missed', async () => {
  const { lines, replay } = await ran(
    [base, 'ARG GIT_COMMIT', 'WORKDIR /app', 'RUN date +%s%N > heavy', 'COPY app.py .'].join('\n'),
  );
  expect(lines['new-commit-id']).toContain(4);
  expect(replay.find(({ scenario }) => scenario === 'new-commit-id')?.firstMissLine).toBe(4);
});

test('the pushed image has no record of a build stage: after an edit, a fresh builder runs the complete stage', async () => {
  const { lines } = await ran(
    [
      `${base} AS build`,
      'RUN date +%s%N > /heavy',
      'COPY app.py /app.py',
      'RUN cat /app.py /heavy > /out',
      base,
      'COPY --from=build /out /out',
    ].join('\n'),
  );
  expect(lines).toMatchObject({ 'no-change': [], fresh: [], 'fresh-edit': [2, 3, 4, 6] });
});

test('a different target uses the cache of the first, and its own steps are reported with their lines', async () => {
  const targets = {
    ...exercise,
    scenarios: exerciseSchema.shape.scenarios.parse([
      { id: 'other', title: 'The other image', target: 'other', edits: [], expects: 'layers-shared' },
    ]),
  };
  const { lines, replay } = await ran(
    [
      `${base} AS shared`,
      'RUN date +%s%N > /heavy',
      'FROM shared AS other',
      'COPY app.py /other.py',
      'FROM shared',
      'COPY app.py /app.py',
    ].join('\n'),
    targets,
  );
  expect(lines).toEqual({ other: [4] });
  expect(replay[0]?.steps.find(({ line }) => line === 4)?.bytes).toBeGreaterThan(0);
});
