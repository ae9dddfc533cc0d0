import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandboxPool } from '../../sandbox-runner/src/sandbox/create-pool.ts';
import type { SandboxPool } from '../../sandbox-runner/src/sandbox/pool.ts';
import { podEnv } from './pods.ts';

const diskMib = 2_048;
let pool: SandboxPool;
beforeAll(async () => {
  pool = await createSandboxPool(podEnv({ SANDBOX_DISK_MB: String(diskMib) }), console.error);
});
afterAll(() => pool?.close());

test('a sandbox that writes more than its disk is evicted, and its limit is named', async () => {
  const sandbox = await pool.acquire('disk');
  try {
    const write = ['head', '--bytes=1500M', '/dev/zero'];
    const options = { maxBytes: 1_000, signal: AbortSignal.timeout(300_000) };
    // The base images take the rest. The pod may end before the command does.
    await sandbox
      .executeAs('root', ['sh', '-c', `${write.join(' ')} >/data/full`], options)
      .catch(() => undefined);
    const writtenAt = performance.now();
    expect(await sandbox.ended(AbortSignal.timeout(300_000))).toBe('inside');
    console.log(`evicted ${Math.round((performance.now() - writtenAt) / 1_000)} s after the last byte`);
    expect(await sandbox.fault()).toMatchObject({ kind: 'disk-full', limit: `SANDBOX_DISK_MB=${diskMib}` });
  } finally {
    await pool.release(sandbox, 'discard');
  }
});
