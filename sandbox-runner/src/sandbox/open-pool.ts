import type { RunnerEnv } from '../env.ts';
import { shelfIsWhole } from '../shelf/prepare.ts';
import { createSandboxPool, type SandboxPool, type SandboxStart } from './pool.ts';
import { prepareNode } from './prepare.ts';
import { templateExists, templateOf } from './template.ts';

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
