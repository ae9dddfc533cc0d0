import { PlatformError } from '@dfm/contracts';
import type { RunnerEnv } from '../env.ts';
import { createSandboxPool, type SandboxPool } from '../sandbox/pool.ts';
import { prepareSandboxImage } from '../sandbox/prepare.ts';
import { prepareShelf } from '../shelf/prepare.ts';

/** Opens the pool and, on a machine where nothing is prepared yet, prepares it first, telling what it does. */
export async function openPool(env: RunnerEnv, tell: (text: string) => void): Promise<SandboxPool> {
  const onRefillFailed = (error: unknown) => tell(`no sandbox could be made ahead of demand: ${String(error)}`);
  try {
    return await createSandboxPool(env, onRefillFailed);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'shelf-missing') throw error;
    const progress = (step: string, message: string) => tell(`${step}: ${message}`);
    await prepareShelf(env, progress);
    await prepareSandboxImage(env, progress);
    return createSandboxPool(env, onRefillFailed);
  }
}
