import { afterAll, beforeAll } from 'vitest';
import { readRunnerEnv, type RunnerEnv } from '../src/config/env.ts';
import { openPool } from '../src/preparation/open-pool.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';

/** A pool with one sandbox, on the machine's own shelf, for the tests of a file. */
export function oneSandbox(): { readonly env: RunnerEnv; readonly pool: SandboxPool } {
  const env = readRunnerEnv({ ...process.env, SANDBOX_WARM: '0', SANDBOX_MAX: '1' });
  const opened = {} as { pool: SandboxPool };
  beforeAll(async () => {
    opened.pool = await openPool(env, () => undefined);
  });
  afterAll(() => opened.pool.close());
  return {
    env,
    get pool() {
      return opened.pool;
    },
  };
}
