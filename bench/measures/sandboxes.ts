import { setTimeout as delay } from 'node:timers/promises';
import type { RunnerEnv } from '../../sandbox-runner/src/config/env.ts';
import { connectEngine, engineAnswers } from '../../sandbox-runner/src/engine/connect.ts';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import { sandboxLabel } from '../../sandbox-runner/src/sandbox/docker/labels.ts';
import { sandboxesDir } from '../../sandbox-runner/src/sandbox/docker/sandbox-dirs.ts';
import { claimSlot, freeSlot } from '../../sandbox-runner/src/sandbox/docker/slot.ts';
import { processTree, residentMib } from './resident-memory.ts';

const refillWithinMs = 60_000;

/** Milliseconds to acquire a sandbox that has to be started; each is discarded afterwards. */
export async function coldSandboxMs(env: RunnerEnv, repetitions: number): Promise<number[]> {
  // Files on the template's disk already have the owners of the first slot; most sandboxes use other slots.
  const first = await claimSlot(sandboxesDir(env.DATA_DIR));
  try {
    return await acquireTimes({ ...env, SANDBOX_WARM: 0, SANDBOX_MAX: 2 }, repetitions, async () => {});
  } finally {
    await freeSlot(first);
  }
}

/** Milliseconds to acquire a sandbox that is waiting in the pool, and the memory of each before it is used. */
export async function pooledSandboxMs(
  env: RunnerEnv,
  repetitions: number,
): Promise<{ ms: number[]; idleMib: number[] }> {
  const idleMib: number[] = [];
  const ms = await acquireTimes({ ...env, SANDBOX_WARM: 1, SANDBOX_MAX: 2 }, repetitions, async () => {
    const [sandbox] = await readySandboxes(env, 1);
    idleMib.push(await residentMib(await processTree(sandbox!.pid)));
  });
  return { ms, idleMib };
}

async function acquireTimes(
  env: RunnerEnv,
  repetitions: number,
  before: () => Promise<void>,
): Promise<number[]> {
  const pool = await createSandboxPool(env, (error) => console.error(error));
  try {
    const samples: number[] = [];
    for (let n = 0; n < repetitions; n++) {
      await until('a warm sandbox', () => Promise.resolve(pool.stats().warm >= env.SANDBOX_WARM));
      await before();
      const started = performance.now();
      const sandbox = await pool.acquire(`bench-${n}`);
      samples.push(performance.now() - started);
      await pool.release(sandbox, 'discard');
    }
    return samples;
  } finally {
    await pool.close();
  }
}

export interface RunningContainer {
  id: string;
  /** PID of its first process. */
  pid: number;
}

/**
 * Waits until exactly `count` sandboxes of this data folder are running, none of them used, and their engines
 * respond.
 */
export async function readySandboxes(
  env: RunnerEnv,
  count: number,
  used: ReadonlySet<string> = new Set(),
): Promise<RunningContainer[]> {
  const host = connectEngine(env.DOCKER_SOCKET);
  let ready: string[] = [];
  await until(`${count} ready sandboxes`, async () => {
    const all = await host.listContainers({ filters: { label: [sandboxLabel] } });
    const own = all.filter(({ Labels }) => Labels[sandboxLabel]?.startsWith(`${env.DATA_DIR}/`));
    const answers = await Promise.all(
      own.map(({ Id, Labels }) => !used.has(Id) && engineAnswers(`${Labels[sandboxLabel]}/sock/docker.sock`)),
    );
    ready = own.filter((_, index) => answers[index]).map(({ Id }) => Id);
    return own.length === count && ready.length === count;
  });
  return Promise.all(
    ready.map(async (id) => ({ id, pid: (await host.getContainer(id).inspect()).State.Pid })),
  );
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + refillWithinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${refillWithinMs / 1000} s for ${what}`);
    await delay(50);
  }
}
