import { join } from 'node:path';
import type { ContextFile } from '@dfm/contracts';
import { readRunnerEnv, type RunnerEnv } from '../src/config/env.ts';
import { buildImage } from '../src/engine/build.ts';
import { prepareSandboxImage } from '../src/preparation/prepare.ts';
import { createSandboxPool } from '../src/sandbox/create-pool.ts';
import type { SandboxPool } from '../src/sandbox/pool.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { prepareShelf } from '../src/shelf/prepare.ts';

export interface PoolFixture extends AsyncDisposable {
  env: RunnerEnv;
  pool: SandboxPool;
}

/**
 * Opens a pool in the machine's test data folder with the machine's shelf. Prepares what is missing, which
 * takes minutes the first time.
 */
export async function openPool(settings: Record<string, string> = {}): Promise<PoolFixture> {
  const env = testEnv(settings);
  await prepareShelf(env, () => {});
  await prepareSandboxImage(env, () => {});
  const pool = await createSandboxPool(env, (error) => console.error(error));
  return { env, pool, [Symbol.asyncDispose]: () => pool.close() };
}

/**
 * The machine's own settings, but with small sandboxes, and a data folder for each test file that may run at
 * the same time, because some look at everything that is left in it.
 */
export function testEnv(settings: Record<string, string> = {}): RunnerEnv {
  const machine = readRunnerEnv();
  const dataDir = join(machine.DATA_DIR, 'test', process.env.VITEST_POOL_ID ?? '1');
  return readRunnerEnv({
    ...process.env,
    SANDBOX_WARM: '0',
    SANDBOX_MAX: '2',
    SANDBOX_DISK_MB: '4096',
    ...settings,
    DATA_DIR: dataDir,
    SHELF_DIR: machine.SHELF_DIR,
  });
}

/** Builds a Dockerfile in a sandbox. `log` is the complete output of the steps. */
export async function build(
  sandbox: Sandbox,
  dockerfile: string,
  files: Record<string, string> = {},
): Promise<{ kind: string; log: string }> {
  const context = Object.entries({ Dockerfile: dockerfile, ...files }).map(([path, data]): ContextFile => ({
    path,
    data,
    encoding: 'utf8',
    mode: 0o644,
  }));
  const logs: string[] = [];
  const outcome = await buildImage(sandbox.engine, {
    dockerfile,
    files: context,
    tag: 'test:latest',
    lineOf: () => undefined,
    logCapBytes: 1_000_000,
    onLog: ({ text }) => logs.push(text),
    signal: AbortSignal.timeout(150_000),
  });
  const reason = outcome.kind === 'failed' ? `\n${outcome.message}` : '';
  return { kind: outcome.kind, log: logs.join('') + reason };
}
