import { jsonBytes, runnerBodyMaxBytes, type RunEvent } from '@dfm/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countBeats } from '../src/bounded/count-beats.ts';
import { readRunnerEnv, type RunnerEnv } from '../src/config/env.ts';
import { openPool } from '../src/preparation/open-pool.ts';
import { EventBatcher } from '../src/queue/event-batcher.ts';
import { executeRun } from '../src/runs/run.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import { base, exercise as tiny, filesWith } from './tiny-service.ts';

/** These tests are about sizes, so the time limits are generous. */
const exercise = { ...tiny, limits: { ...tiny.limits, coldBuildSeconds: 600, replaySeconds: 600 } };

let env: RunnerEnv;
let pool: SandboxPool;

beforeAll(async () => {
  env = readRunnerEnv({ ...process.env, SANDBOX_WARM: '0', SANDBOX_MAX: '1', SANDBOX_MEMORY_MB: '1024' });
  pool = await openPool(env, () => undefined);
});

afterAll(() => pool.close());

/** Executes a run like the runner: events are sent in batches, and heartbeats of other runs are due meanwhile. */
async function run(runId: string, dockerfile: string) {
  const faults: unknown[] = [];
  const batches: RunEvent[][] = [];
  const batcher = new EventBatcher(
    async (events) => void batches.push(events),
    (error) => faults.push(error),
  );
  const counted = countBeats();
  const request = {
    runId: `${runId}-${process.pid}`,
    learnerKey: runId,
    exercise,
    files: filesWith(dockerfile),
  };
  const result = await executeRun(request, {
    pool,
    limits: env,
    signal: new AbortController().signal,
    onFault: (fault) => faults.push(fault),
    onEvent: (event) => batcher.add(event),
  });
  await batcher.flush();
  return { result, batches, faults, beats: await counted() };
}

/** For three builds of twelve steps and one of three thousand, which take minutes on a busy machine. */
const timeout = 900_000;

test(
  '250 KB of build arguments that every step repeats: the run is graded, and the result is small enough to store',
  { timeout },
  async () => {
    const steps = Array.from({ length: 12 }, (_, n) => `RUN echo ${n}`).join('\n');
    const { result, batches, faults } = await run(
      'long-arg',
      `${base}ARG A=${'x'.repeat(50_000)}\nARG B=$A$A\nARG C=$A$A\n${steps}\nCOPY app.py .\nCMD ["python", "app.py"]\n`,
    );
    expect(faults).toEqual([]);
    expect(result.status).toBe('graded');
    expect(jsonBytes({ fence: 1, result })).toBeLessThan(runnerBodyMaxBytes / 4);
    for (const events of batches)
      expect(jsonBytes({ fence: 1, first: 1, events })).toBeLessThan(runnerBodyMaxBytes / 4);
    // Every step still has its line and a meaningful name.
    expect(result.cold?.steps.filter(({ name }) => /echo \d+/.test(name)).map(({ line }) => line)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 5),
    );
    for (const { name } of result.cold?.steps ?? []) expect(name.length).toBeLessThanOrEqual(2_000);
    const own = result.image?.layers.filter(({ fromBase }) => !fromBase) ?? [];
    for (const { createdBy } of own) expect(createdBy.length).toBeLessThanOrEqual(2_000);
  },
);

test(
  'a deep directory in which 3,100 lines stay fails the run, but delays no heartbeat of others',
  { timeout },
  async () => {
    const { result, faults, beats } = await run(
      'deep',
      `${base}WORKDIR /${'a/'.repeat(16_000)}\n${'WORKDIR .\n'.repeat(3_100)}`,
    );
    expect(faults).toEqual([]);
    expect(result.status).not.toBe('infrastructure');
    expect(result.checks.find(({ id }) => id === 'builds')?.status).toBe('fail');
    expect(beats.here).toBeGreaterThan(beats.unblocked / 2);
  },
);
