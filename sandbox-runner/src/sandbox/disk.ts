import { mkdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../host/command.ts';

/** Makes an empty ext4 file of a fixed size. Without a journal: a sandbox's disk never outlives the machine's uptime. */
export async function makeDisk(path: string, sizeMb: number): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await runCommand('truncate', ['--size', `${sizeMb}M`, fresh]);
  await runCommand('mkfs.ext4', ['-q', '-F', '-m', '0', '-O', '^has_journal', '-E', 'lazy_itable_init=1,nodiscard', fresh]);
  await rename(fresh, path);
}

/** Copies a disk that is not mounted. Holes stay holes; where the file system can share blocks, it does. */
export async function copyDisk(from: string, to: string): Promise<void> {
  await runCommand('cp', ['--sparse=always', '--reflink=auto', from, to]);
}

/** Mounts a disk through a loop device, which goes away with the mount. */
export async function mountDisk(path: string, mountPoint: string): Promise<void> {
  await mkdir(mountPoint, { recursive: true });
  await runCommand('mount', ['-o', 'loop,noatime,nodev', path, mountPoint]);
}

/** How long a container that is just ending may hold its disk. */
const mostBusyMs = 5_000;
const busyPollMs = 50;

/** Unmounts if mounted, and frees the loop device. What is held for longer is taken from the folders at once and freed by the kernel once nothing holds it. */
export async function unmountDisk(mountPoint: string): Promise<void> {
  const isMounted = async () => (await mountPointsBelow(mountPoint)).includes(mountPoint);
  const deadline = performance.now() + mostBusyMs;
  while (await isMounted()) {
    const isLate = performance.now() > deadline;
    try {
      await runCommand('umount', [...(isLate ? ['--lazy'] : []), mountPoint]);
    } catch (error) {
      // Another process, which clears the same slot, may have been first.
      if (!(await isMounted())) return;
      if (isLate || !String(error).includes('busy')) throw error;
      await delay(busyPollMs);
    }
  }
}

/** Removes a disk. Emptied first: a file that something still has open takes no room on the host then. */
export async function removeDisk(path: string): Promise<void> {
  try {
    await truncate(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await rm(path, { force: true });
}

/** The loop device behind a mounted disk, such as `/dev/loop3`. */
export async function deviceOf(mountPoint: string): Promise<string> {
  const table = await readFile('/proc/self/mounts', 'utf8');
  const device = table.split('\n').map((line) => line.split(' ')).findLast(([, point]) => point?.replaceAll('\\040', ' ') === mountPoint)?.[0];
  if (device === undefined) throw new Error(`nothing is mounted at ${mountPoint}`);
  return device;
}

/** Mount points at or below a folder, deepest first. */
async function mountPointsBelow(folder: string): Promise<string[]> {
  const table = await readFile('/proc/self/mounts', 'utf8');
  const points = table.split('\n').map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '));
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
}
