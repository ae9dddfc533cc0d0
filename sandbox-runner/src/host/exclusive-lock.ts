import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Takes a lock file that holds the owner's process id; waits while its owner lives and takes over from a dead one.
 * @returns a disposable that gives the lock back
 */
export async function acquireLock(path: string, onWait: () => void = () => {}): Promise<AsyncDisposable> {
  await mkdir(dirname(path), { recursive: true });
  for (let waits = 0; ; waits++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    // An empty file belongs to someone between creating and writing it: give that a moment before calling it dead.
    if (owner > 0 ? !isAlive(owner) : waits > 20) {
      await rm(path, { force: true });
      continue;
    }
    if (waits === 0) onWait();
    await delay(250);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
