import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { Sandbox } from '../../sandbox-runner/src/sandbox/sandbox.ts';
import { processTree, residentMib } from './resident-memory.ts';
import { readySandboxes } from './sandboxes.ts';

export interface SandboxMemory {
  /** Number of sandboxes. */
  count: number;
  /** Memory per sandbox in MiB: before anyone used it, the peak while it works, and while kept afterwards. */
  readyMib: number;
  busyMib: number;
  keptMib: number;
}

const sampleMs = 200;
/** Engines release memory a moment after their work. */
const restMs = 5_000;

/**
 * Memory of sandboxes, several in parallel as on a node: they share the pages of the engine's executable.
 *
 * @param work what one of them does in its engine
 */
export async function sandboxMemory(
  env: RunnerEnv,
  count: number,
  work: (sandbox: Sandbox) => Promise<void>,
): Promise<SandboxMemory> {
  const pool = await createSandboxPool({ ...env, SANDBOX_WARM: count, SANDBOX_MAX: count }, (error) =>
    console.error(error),
  );
  try {
    const sandboxes = await readySandboxes(env, count);
    const held = () => Promise.all(sandboxes.map(async ({ pid }) => residentMib(await processTree(pid))));
    await delay(restMs);
    const readyMib = mean(await held());
    let busyMib = 0;
    const used = await pool.acquire('bench');
    const done = new AbortController();
    const watch = async () => {
      for (; !done.signal.aborted; await delay(sampleMs)) busyMib = Math.max(busyMib, ...(await held()));
    };
    await Promise.all([work(used).finally(() => done.abort()), watch()]);
    await pool.release(used, 'keep');
    await delay(restMs);
    return { count, readyMib, busyMib, keptMib: Math.max(...(await held())) };
  } finally {
    await pool.close();
  }
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
