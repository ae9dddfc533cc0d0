import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, processMark } from './process-mark.ts';

/**
 * Does work while holding a lock file with this process's mark; waits while another owner lives and takes
 * over from a dead one.
 *
 * @returns what the work returned; the lock is given back in every outcome
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
    // An empty file belongs to someone between creating and writing it: give that a moment before calling it
    // dead.
    if (owner === '' ? waits > 20 : !(await isRunning(owner))) {
      await rm(path, { force: true });
      continue;
    }
    if (waits === 0) onWait();
    await delay(250);
  }
}
