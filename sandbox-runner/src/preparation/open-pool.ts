import type { RunnerEnv } from '../config/env.ts';
import type { SandboxStart } from '../sandbox/backend.ts';
import { createSandboxPool } from '../sandbox/create-pool.ts';
import { templateExists, templateOf } from '../sandbox/docker/template.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { shelfIsComplete } from '../shelf/prepare.ts';
import { prepareNode } from './prepare.ts';

/** Opens the pool. If this machine is not completely prepared, prepares it first and reports its progress. */
export async function openPool(
  env: RunnerEnv,
  report: (text: string) => void,
  start: SandboxStart = 'bases',
): Promise<SandboxPool> {
  // For pods, this machine only has the shelf, which is copied from one with a Docker Engine.
  if (env.SANDBOX_BACKEND === 'docker' && !(await isPrepared(env)))
    await prepareNode(env, (step, message) => report(`${step}: ${message}`));
  return createSandboxPool(
    env,
    (error) => report(`cannot create a sandbox ahead of demand: ${String(error)}`),
    { start },
  );
}

async function isPrepared(env: RunnerEnv): Promise<boolean> {
  return (await shelfIsComplete(env.SHELF_DIR)) && (await templateExists(await templateOf(env)));
}
