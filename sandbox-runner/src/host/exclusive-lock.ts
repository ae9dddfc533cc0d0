import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, processMark } from './process-mark.ts';

/**
 * Does work while holding a lock file with this process's mark. Waits while the lock has a live owner, and
 * takes over from a dead one.
 *
 * @returns the work's result; the lock is released in any case
 */
export async function withLock<T>(path: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  await takeLock(path, onWait);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string, onWait: () => void): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  for (let waits = 0; ; waits++) {
    try {
      await writeFile(path, (await processMark(process.pid)) ?? '', { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = await readFile(path, 'utf8').catch(() => '');
    // An empty file belongs to a process that has created but not yet written it. Allow a moment before
    // considering it dead.
    if (owner === '' ? waits > 20 : !(await isRunning(owner))) {
      await rm(path, { force: true });
      continue;
    }
    if (waits === 0) onWait();
    await delay(250);
  }
}
