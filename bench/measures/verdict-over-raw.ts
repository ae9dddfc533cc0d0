import { join } from 'node:path';
import type { ContextFile, Exercise, ResultDocument } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { loadExercise } from '@dfm/course/exercises';
import { root } from '../../launcher/stack.ts';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { applyEdits } from '../../sandbox-runner/src/runs/apply-edits.ts';
import { executeRun } from '../../sandbox-runner/src/runs/run.ts';
import type { SandboxStart } from '../../sandbox-runner/src/sandbox/backend.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import type { Sandbox } from '../../sandbox-runner/src/sandbox/sandbox.ts';
import { rawEngineMs } from './raw-engine.ts';

export interface Pair {
  verdictMs: number;
  rawMs: number;
}

/**
 * Times verdicts of sklearn-service's reference solution against the raw engine, each in its own sandbox. For
 * `cold` the sandbox is new; for `edit` it has built everything except a changed app.py. The two alternate in
 * going first.
 */
export async function verdictOverRaw(
  env: RunnerEnv,
  repetitions: number,
  report: (text: string) => void,
): Promise<{ cold: Pair[]; edit: Pair[] }> {
  const { exercise, starter, solution } = await loadExercise(join(root, 'content'), 'sklearn-service');
  const files = [...new Map([...starter, ...solution].map((file) => [file.path, file])).values()];
  // No sandbox is kept warm, because one starting in the background would affect the times.
  const pool = await createSandboxPool({ ...env, SANDBOX_WARM: 0, SANDBOX_MAX: 2 }, (error) =>
    console.error(error),
  );
  try {
    const cold: Pair[] = [];
    const edit: Pair[] = [];
    for (let n = 0; n < repetitions; n++) {
      const learnerKey = `bench-${n}`;
      const rawSandbox = await pool.acquire(`${learnerKey}-raw`);
      await pool.release(await pool.acquire(learnerKey), 'keep');
      const timed = { pool, rawSandbox, env, exercise, learnerKey, rawFirst: n % 2 === 0 };
      const coldPair = await pair({ ...timed, runId: `cold-${n}`, files });
      const editPair = await pair({ ...timed, runId: `edit-${n}`, files: edited(files, `# ${n}\n`) });
      for (const sandbox of [rawSandbox, await pool.acquire(learnerKey)])
        await pool.release(sandbox, 'discard');
      cold.push(coldPair);
      edit.push(editPair);
      report(`verdict ${n + 1} of ${repetitions}: cold ${division(coldPair)}, edit ${division(editPair)}`);
    }
    return { cold, edit };
  } finally {
    await pool.close();
  }
}

/**
 * Milliseconds to the verdict on the unedited starter of sklearn-service, each time in a new sandbox from the
 * pool. @param start whether the sandbox has the course's layers, as it does for learners
 */
export async function firstVerdictMs(
  env: RunnerEnv,
  repetitions: number,
  start: SandboxStart,
): Promise<number[]> {
  const { exercise, starter } = await loadExercise(join(root, 'content'), 'sklearn-service');
  const pool = await createSandboxPool(
    { ...env, SANDBOX_WARM: 0, SANDBOX_MAX: 1 },
    (error) => console.error(error),
    { start },
  );
  try {
    const samples: number[] = [];
    for (let n = 0; n < repetitions; n++) {
      const learnerKey = `first-${n}`;
      await pool.release(await pool.acquire(learnerKey), 'keep');
      const started = performance.now();
      const result = await run({ pool, env, exercise, learnerKey, runId: learnerKey, files: starter });
      if (result.status !== 'graded') throw new Error(`${learnerKey}: ${result.status}. ${result.headline}`);
      samples.push(performance.now() - started);
      await pool.release(await pool.acquire(learnerKey), 'discard');
    }
    return samples;
  } finally {
    await pool.close();
  }
}

interface Timed {
  pool: SandboxPool;
  rawSandbox: Sandbox;
  env: RunnerEnv;
  exercise: Exercise;
  learnerKey: string;
  rawFirst: boolean;
  runId: string;
  files: ContextFile[];
}

async function pair(timed: Timed): Promise<Pair> {
  if (timed.rawFirst) {
    const rawMs = await raw(timed);
    return { rawMs, verdictMs: await verdict(timed) };
  }
  return { verdictMs: await verdict(timed), rawMs: await raw(timed) };
}

async function verdict(timed: Timed): Promise<number> {
  const started = performance.now();
  const { passed, status, score, headline } = await run(timed);
  if (!passed) throw new Error(`${timed.runId}: ${status}, ${score} points. ${headline}`);
  return performance.now() - started;
}

function run({
  pool,
  env,
  exercise,
  learnerKey,
  runId,
  files,
}: Omit<Timed, 'rawSandbox' | 'rawFirst'>): Promise<ResultDocument> {
  return executeRun(
    { runId, learnerKey, exercise, files },
    {
      pool,
      limits: env,
      onEvent: () => {},
      onFault: (error) => console.error(error),
      signal: new AbortController().signal,
    },
  );
}

function raw({ rawSandbox, exercise, runId, files }: Timed): Promise<number> {
  const { run: plan, scenarios } = exercise;
  if (plan === undefined) throw new Error(`${exercise.slug} starts no container`);
  const replays = scenarios
    .map(({ edits }) => applyEdits(files, edits, `raw ${runId}`))
    .map((outcome) => {
      if (outcome.kind !== 'edited') throw new Error(outcome.message);
      return outcome.files;
    });
  return rawEngineMs(rawSandbox, `raw-${runId}`, [files, ...replays], plan);
}

function edited(files: readonly ContextFile[], line: string): ContextFile[] {
  const outcome = applyEdits(files, [{ kind: 'append', path: 'app.py', text: line }], '');
  if (outcome.kind !== 'edited') throw new Error(outcome.message);
  return outcome.files;
}

function division({ verdictMs, rawMs }: Pair): string {
  return `${formatDuration(verdictMs)} ÷ ${formatDuration(rawMs)} = ${(verdictMs / rawMs).toFixed(2)}`;
}
