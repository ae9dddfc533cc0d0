import { exerciseSchema, type ContextFile, type ResultDocument, type RunEvent } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeRun, type RunRequest } from '../src/runs/run.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { openPool, type PoolFixture } from './sandbox-fixture.ts';

const exercise = exerciseSchema.parse({
  version: 1,
  slug: 'stopped',
  title: 'Stopped',
  summary: 'Replays whose answer is known before their end',
  difficulty: 1,
  minutes: 1,
  editable: ['Dockerfile'],
  scenarios: [
    {
      id: 'edit-app',
      title: 'A line is added to app.py',
      edits: [{ kind: 'append', path: 'app.py', text: '# {{nonce}}\n' }],
      expects: 'deps-cached',
    },
    { id: 'no-change', title: 'Nothing changes', edits: [], expects: 'all-cached' },
    {
      id: 'edit-notes',
      title: 'A line is added to notes.md',
      edits: [{ kind: 'append', path: 'notes.md', text: '{{nonce}}\n' }],
      expects: 'all-cached',
    },
  ],
  limits: { coldBuildSeconds: 150 },
  rubric: {
    passScore: 80,
    items: [
      { check: 'edit-keeps-deps', points: 20, required: true },
      { check: 'full-rebuild-cached', points: 10 },
    ],
  },
  wrong: ['a', 'b', 'c'].map((id) => ({ id, title: id, caughtBy: ['builds'] })),
});
const base = 'FROM python:3.11-slim-bookworm';
/** Takes long enough on any machine for the replay to be stopped. */
const install = 'RUN sleep 5 && pip install --no-cache-dir threadpoolctl';

let fixture: PoolFixture;
let runs = 0;

beforeAll(async () => {
  fixture = await openPool({ SANDBOX_MAX: '1' });
});
afterAll(() => fixture[Symbol.asyncDispose]());

interface Observed {
  result: ResultDocument;
  events: RunEvent[];
  /** Number of running containers in the engine right after the replays. */
  containersAfter: number | undefined;
}

async function run(lines: readonly string[], changes: Partial<RunRequest> = {}): Promise<Observed> {
  const { pool, env } = fixture;
  const file = (path: string, data: string): ContextFile => ({ path, encoding: 'utf8', data, mode: 0o644 });
  const files = [
    file('Dockerfile', `${lines.join('\n')}\n`),
    file('app.py', 'print(1)\n'),
    file('notes.md', 'notes\n'),
  ];
  runs += 1;
  let sandbox: Sandbox | undefined;
  let containersAfter: Promise<number> | undefined;
  const watched: SandboxPool = { ...pool, acquire: async (...how) => (sandbox = await pool.acquire(...how)) };
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => {
    events.push(event);
    if (event.type === 'phase' && event.phase === 'replay' && event.state === 'done')
      containersAfter = sandbox?.containers();
  };
  const result = await executeRun(
    {
      runId: `stopped-${process.pid}-${runs}`,
      learnerKey: `stopped-${runs}`,
      exercise,
      files,
      sandboxAfter: 'discard',
      ...changes,
    },
    {
      pool: watched,
      limits: env,
      onEvent,
      onFault: (fault) => console.error(fault),
      signal: new AbortController().signal,
    },
  );
  return { result, events, containersAfter: await containersAfter };
}

const named = (result: ResultDocument, id: string) => result.replay.find(({ scenario }) => scenario === id)!;

/**
 * The part of a verdict that must not depend on whether a replay was stopped: everything except times, sizes
 * and texts about them.
 */
function verdict({ status, passed, score, axes, checks, replay }: ResultDocument) {
  return {
    status,
    passed,
    score,
    axes,
    checks: checks.map(({ id, status: checkStatus, points, line, next }) => ({
      id,
      checkStatus,
      points,
      line,
      next,
    })),
    edits: checks.flatMap(({ edits = [] }) =>
      edits.map(({ ok, lostAt, installLines }) => ({ ok, lostAt, installLines })),
    ),
    misses: replay.map(({ scenario, firstMissLine }) => [scenario, firstMissLine]),
  };
}

/** Whether pip finished in a replay. */
const installed = (events: readonly RunEvent[], id: string) => {
  const keys = new Set(
    events.flatMap((event) => (event.type === 'step' && event.build === id ? [event.key] : [])),
  );
  return events.some(
    (event) =>
      event.type === 'log' &&
      event.source === 'replay' &&
      keys.has(event.key ?? '') &&
      event.text.includes('Successfully installed'),
  );
};

/** Lines of the steps, except FROM, that ran or would have run. */
const lost = (result: ResultDocument, id: string) =>
  named(result, id)
    .steps.filter(({ cached, name }) => !cached && !name.startsWith('FROM'))
    .map(({ line }) => line);

test.each<[string, string[], stopped: string[], unknown: number[]]>([
  [
    'one stage that installs after the code',
    [base, 'WORKDIR /app', 'COPY app.py .', install, 'COPY notes.md .', 'RUN cat notes.md'],
    ['edit-app'],
    [],
  ],
  [
    'one stage that copies everything first',
    [base, 'COPY . /app/', install, 'WORKDIR /app', 'RUN ls'],
    ['edit-app', 'edit-notes'],
    [],
  ],
  [
    'an independent stage that is not needed before the copy',
    [
      `${base} AS packages`,
      'COPY app.py .',
      install,
      `${base} AS notes`,
      'COPY notes.md .',
      base,
      'RUN echo tools',
      'COPY --from=notes notes.md .',
      'COPY --from=packages /usr/local/lib /usr/local/lib',
      'RUN echo last',
    ],
    ['edit-app'],
    [9, 10],
  ],
])(
  '%s: the replay is stopped, and the verdict is that of the complete one',
  async (_name, lines, stopped, unknown) => {
    const { result, events, containersAfter } = await run(lines);
    expect(
      result.replay.filter((replay) => replay.stopped !== undefined).map(({ scenario }) => scenario),
    ).toEqual(stopped);
    expect(containersAfter).toBe(0);
    for (const id of stopped) {
      const { steps, stopped: stop } = named(result, id);
      const cost = result.cold!.steps.find(({ name }) => name.startsWith('RUN sleep'))!.ms;
      expect(steps.find(({ name }) => name.startsWith('RUN sleep'))).toMatchObject({
        cached: false,
        bytes: 0,
        firstBuildMs: cost,
      });
      expect(stop!.repeatsMs).toBeGreaterThanOrEqual(cost);
      expect(installed(events, id)).toBe(false);
    }
    expect(lost(result, 'no-change')).toEqual([]);
    // No step is left in the state `running`.
    const states = new Map(
      events.flatMap((event) =>
        event.type === 'step' ? [[`${event.build} ${event.key}`, event.state]] : [],
      ),
    );
    expect([...states.values()]).not.toContain('running');

    const complete = await run(lines, { replays: 'whole' });
    expect(complete.result.replay.map((replay) => replay.stopped)).toEqual([undefined, undefined, undefined]);
    expect(verdict(result)).toEqual(verdict(complete.result));
    for (const { id } of exercise.scenarios)
      expect(lost(result, id)).toEqual(
        lost(complete.result, id).filter((line) => !(stopped.includes(id) && unknown.includes(line!))),
      );
  },
);

test('near miss: a step with a cache mount is not stopped', async () => {
  const { result, events } = await run([
    base,
    'COPY app.py .',
    install.replace('RUN', 'RUN --mount=type=cache,target=/root/.cache/pip'),
  ]);
  expect(result.replay.map(({ stopped }) => stopped)).toEqual([undefined, undefined, undefined]);
  expect(installed(events, 'edit-app')).toBe(true);
});

test('the sandbox of a run with a stopped replay is kept, and the next run uses the cache of the first build', async () => {
  const lines = [base, 'COPY app.py .', install];
  const sandbox = { learnerKey: 'kept', sandboxAfter: 'keep' } as const;
  expect(named((await run(lines, sandbox)).result, 'edit-app').stopped).toBeDefined();
  const { result, events } = await run(lines, sandbox);
  expect(result.cold!.steps.filter(({ line }) => line !== 1).map(({ cached }) => cached)).toEqual([
    true,
    true,
  ]);
  // The first build had this step from the cache, so the replay measures it now.
  expect(named(result, 'edit-app').stopped).toBeUndefined();
  expect(installed(events, 'edit-app')).toBe(true);
});
