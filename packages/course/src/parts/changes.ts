import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';

/** Waits for further changes, because editors write a file in several steps. */
const settleMs = 200;

/**
 * Yields the files below a folder that have changed since the last time. Ends when `signal` aborts.
 *
 * @param ready called once changes are being watched
 * @returns paths in the same form as `folder`, absolute or relative
 */
export async function* changes(
  folder: string,
  signal: AbortSignal,
  ready: () => void,
): AsyncGenerator<string[]> {
  const pending = new Set<string>();
  const watcher = watch(folder, { ignoreInitial: true });
  try {
    await once(watcher, 'ready', { signal });
    watcher.on('all', (_event, path) => void pending.add(path));
    ready();
    for (;;) {
      if (pending.size === 0) await once(watcher, 'all', { signal });
      await delay(settleMs, undefined, { signal });
      const batch = [...pending];
      pending.clear();
      yield batch;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await watcher.close();
  }
}
