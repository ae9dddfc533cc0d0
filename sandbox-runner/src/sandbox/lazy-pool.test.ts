import { expect, test, vi } from 'vitest';
import { lazyPool } from './lazy-pool.ts';
import type { SandboxPool } from './pool.ts';

const fakePool = () => ({ close: vi.fn<() => Promise<void>>() }) as unknown as SandboxPool;

test('opens one pool for everyone, and closes it', async () => {
  const pool = fakePool();
  const open = vi.fn<() => Promise<SandboxPool>>().mockResolvedValue(pool);
  const lazy = lazyPool(open);
  expect(open).not.toHaveBeenCalled();
  expect(await Promise.all([lazy.get(), lazy.get()])).toEqual([pool, pool]);
  expect(open).toHaveBeenCalledOnce();
  await lazy.close();
  expect(pool.close).toHaveBeenCalledOnce();
});

test('closes nothing that was never opened', async () => {
  const open = vi.fn<() => Promise<SandboxPool>>();
  await lazyPool(open).close();
  expect(open).not.toHaveBeenCalled();
});

test('opens it again after a failure', async () => {
  const pool = fakePool();
  const open = vi
    .fn<() => Promise<SandboxPool>>()
    .mockResolvedValue(pool)
    .mockRejectedValueOnce(new Error('no engine'));
  const lazy = lazyPool(open);
  await expect(lazy.get()).rejects.toThrow('no engine');
  expect(await lazy.get()).toBe(pool);
});
