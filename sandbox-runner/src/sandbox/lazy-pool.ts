import type { SandboxPool } from './pool.ts';

/** A pool that is opened when its first sandbox is needed. */
export interface LazyPool {
  /** Opens it the first time. If that failed, the next call tries again. */
  get(): Promise<SandboxPool>;
  /** Closes it if it was opened. */
  close(): Promise<void>;
}

/** Defers opening a pool. */
export function lazyPool(open: () => Promise<SandboxPool>): LazyPool {
  let opened: Promise<SandboxPool> | undefined;
  return {
    get() {
      if (opened) return opened;
      const opening = open();
      opened = opening;
      opening.catch(() => (opened = undefined));
      return opening;
    },
    async close() {
      const pool = await opened?.catch(() => undefined);
      await pool?.close();
    },
  };
}
