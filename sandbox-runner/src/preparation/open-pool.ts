import type { RunnerEnv } from '../config/env.ts';
import { createSandboxPool } from '../sandbox/create-pool.ts';
import type { SandboxStart } from '../sandbox/docker/docker-backend.ts';
import { templateExists, templateOf } from '../sandbox/docker/template.ts';
import type { SandboxPool } from '../sandbox/pool.ts';
import { shelfIsWhole } from '../shelf/prepare.ts';
import { prepareNode } from './prepare.ts';

/**
 * Opens the pool and, on a machine where something is not prepared yet, prepares it first, telling what it
 * does.
 */
export async function openPool(
  env: RunnerEnv,
  tell: (text: string) => void,
  start: SandboxStart = 'bases',
): Promise<SandboxPool> {
  const isPrepared = (await shelfIsWhole(env.SHELF_DIR)) && (await templateExists(await templateOf(env)));
  if (!isPrepared) await prepareNode(env, (step, message) => tell(`${step}: ${message}`));
  return createSandboxPool(
    env,
    (error) => tell(`no sandbox could be made ahead of demand: ${String(error)}`),
    { start },
  );
}
