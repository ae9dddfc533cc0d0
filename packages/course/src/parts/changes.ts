import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';

/** Editors write a file in several steps. */
const settleMs = 200;

/**
 * The files below a folder that changed, as they do: each time those since the last time. Ends when `signal`
 * aborts.
 *
 * @param ready told once changes are noticed
 * @returns paths as the folder's own is given
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
