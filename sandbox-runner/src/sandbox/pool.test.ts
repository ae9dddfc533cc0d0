import { PlatformError } from '@dfm/contracts';
import { expect, test, vi } from 'vitest';
import { HostFull } from './host-room.ts';
import { openPoolOf, type SandboxPool } from './pool.ts';
import { MemoryBackend } from './testing/memory-backend.ts';

const limits = {
  SANDBOX_MAX: 2,
  SANDBOX_MAX_PER_LEARNER: 1,
  SANDBOX_WARM: 0,
  SANDBOX_IDLE_SECONDS: 600,
};

/** Runs a test with a pool on an in-memory backend, then closes the pool. */
async function withPool(
  work: (pool: SandboxPool, backend: MemoryBackend, refillFailed: ReturnType<typeof vi.fn>) => Promise<void>,
  settings: Partial<typeof limits> = {},
): Promise<MemoryBackend> {
  const backend = new MemoryBackend();
  const refillFailed = vi.fn<(error: unknown) => void>();
  const pool = await openPoolOf(backend, { ...limits, ...settings }, refillFailed);
  try {
    await work(pool, backend, refillFailed);
  } finally {
    await pool.close();
  }
  return backend;
}

test('a kept sandbox comes back to its learner and to no one else', () =>
  withPool(async (pool) => {
    const ada = await pool.acquire('ada');
    await pool.release(ada, 'keep');
    const bob = await pool.acquire('bob');
    expect(bob).not.toBe(ada);
    expect(await pool.acquire('ada')).toBe(ada);
  }));

test('only a sandbox that was released before is reused', () =>
  withPool(async (pool) => {
    const ada = await pool.acquire('ada');
    expect(pool.isReused(ada)).toBe(false);
    await pool.release(ada, 'keep');
    expect(pool.isReused(await pool.acquire('ada'))).toBe(true);
    expect(pool.isReused(await pool.acquire('bob'))).toBe(false);
  }));

test('a discarded sandbox is destroyed', () =>
  withPool(async (pool, backend) => {
    await pool.release(await pool.acquire('ada'), 'discard');
    expect(backend.living).toEqual([]);
  }));

test('a kept sandbox with a fault is replaced', () =>
  withPool(async (pool, backend) => {
    const broken = await pool.acquire('ada');
    await pool.release(broken, 'keep');
    backend.break(broken, { kind: 'engine-lost', message: 'gone' });
    expect(await pool.acquire('ada')).not.toBe(broken);
    expect(backend.living).not.toContain(broken);
  }));

test('a sandbox that is restarted with a GPU stays with its learner', () =>
  withPool(async (pool) => {
    const sandbox = await pool.acquire('ada');
    expect(await pool.restart(sandbox, { kind: 'simulated', libcuda: Buffer.alloc(0) })).toHaveLength(1);
    expect(await pool.restart(sandbox, undefined)).toEqual([]);
    await pool.release(sandbox, 'keep');
    await expect(pool.restart(sandbox, undefined)).rejects.toThrow('not handed out');
    expect(await pool.acquire('ada')).toBe(sandbox);
  }));

test('a host without space has its own platform error, and any other failure becomes a platform error', () =>
  withPool(async (pool, backend) => {
    backend.isFull = true;
    await expect(pool.acquire('ada')).rejects.toBeInstanceOf(HostFull);
    backend.create = () => Promise.reject(new Error('no engine'));
    const error: unknown = await pool.acquire('ada').catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ code: 'sandbox-failed', cause: new Error('no engine') });
  }));

test('a newer template replaces warm sandboxes that were made from the previous one', () =>
  withPool(
    async (pool, backend) => {
      await vi.waitUntil(() => backend.living.length === 1);
      const [warm] = backend.living;
      await pool.renew();
      expect(backend.living).toContain(warm);
      backend.newest = 'template-2';
      await pool.renew();
      expect(pool.template().path).toBe('template-2');
      await vi.waitUntil(() => backend.living.length === 1 && !backend.living.includes(warm!));
    },
    { SANDBOX_WARM: 1 },
  ));

test('opening removes remains of dead processes, and closing leaves nothing behind', async () => {
  const backend = new MemoryBackend();
  backend.abandoned = 3;
  const pool = await openPoolOf(backend, { ...limits, SANDBOX_WARM: 2 }, () => {});
  expect(backend.abandoned).toBe(0);
  await pool.acquire('ada');
  await pool.close();
  expect(backend.living).toEqual([]);
  expect(backend.isClosed).toBe(true);
});
