import { mkdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { runCommand } from '../../host/command.ts';

const blockBytes = 4_096;
const blocksPerMib = bytesPerMib / blockBytes;

/**
 * Creates an ext4 file system of a fixed size in a file. It has no journal, because a sandbox's disk is not
 * used after a restart of the machine.
 */
export async function makeDisk(path: string, sizeMib: number): Promise<void> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  await runCommand('truncate', ['--size', `${sizeMib}M`, fresh]);
  await runCommand('mkfs.ext4', [
    '-q',
    '-F',
    '-m',
    '0',
    '-b',
    String(blockBytes),
    '-O',
    '^has_journal',
    '-E',
    'lazy_itable_init=1,nodiscard',
    fresh,
  ]);
  await rename(fresh, path);
}

/** Copies an unmounted disk. Holes stay holes, and blocks are shared if the file system supports it. */
export async function copyDisk(from: string, to: string): Promise<void> {
  await runCommand('cp', ['--sparse=always', '--reflink=auto', from, to]);
}

/**
 * Reserves space on an unmounted disk for the host's root, which no sandbox has.
 *
 * @param mib at most half of the disk
 */
export async function reserveRoom(path: string, mib: number): Promise<void> {
  await runCommand('tune2fs', ['-r', String(mib * blocksPerMib), path]);
}

/** Free space on an unmounted disk, reserved or not, in whole MiB. */
export async function freeMib(path: string): Promise<number> {
  const header = await runCommand('dumpe2fs', ['-h', path]);
  const blocks = /^Free blocks:\s+(\d+)$/m.exec(header)?.[1];
  if (blocks === undefined) throw new Error(`dumpe2fs did not report the free blocks of ${path}`);
  return Math.floor(Number(blocks) / blocksPerMib);
}

/** Range of owners on a disk, and the range as which they are shown. */
export interface Owners {
  onDisk: number;
  shown: number;
  count: number;
}

/** Mounts disks in ways that mount(8) does not support. */
export const mountProgram = join(import.meta.dirname, 'mount-disk');

/**
 * Mounts a disk through a loop device, which is removed together with the mount.
 *
 * @param kind `direct` bypasses the page cache of the file system that contains the disk
 * @param owners if different owners are shown than on the disk
 */
export async function mountDisk(
  path: string,
  mountPoint: string,
  kind: 'direct' | 'buffered',
  owners?: Owners,
): Promise<void> {
  await mkdir(mountPoint, { recursive: true });
  const mapped = owners === undefined ? [] : [owners.onDisk, owners.shown, owners.count].map(String);
  await runCommand(mountProgram, [path, mountPoint, kind, ...mapped]);
}

/** How long a container that is exiting may hold its disk. */
const maxBusyMs = 5_000;
const busyPollMs = 50;

/**
 * Unmounts if mounted, and frees the loop device. A mount that is held for longer is detached lazily, and the
 * kernel frees it when nothing holds it any more.
 */
export async function unmountDisk(mountPoint: string): Promise<void> {
  const deadline = performance.now() + maxBusyMs;
  while (await isMounted(mountPoint)) {
    const isLate = performance.now() > deadline;
    try {
      await runCommand('umount', [...(isLate ? ['--lazy'] : []), mountPoint]);
    } catch (error) {
      // Another process that clears the same slot may have been faster.
      if (!(await isMounted(mountPoint))) return;
      if (isLate || !String(error).includes('busy')) throw error;
      await delay(busyPollMs);
    }
  }
}

/** How long a container that is being created may take to leave the host's mounts. */
const maxHeldMs = 60_000;

/**
 * Waits until the kernel has finished with a disk that was unmounted. A container that was being created at
 * that moment has a copy of all mounts for some hundred milliseconds, and until it leaves them, the file
 * system is written to, so that a copy of the disk may be damaged.
 *
 * @throws Error if the disk is still mounted after a minute
 */
export async function untilReleased(path: string): Promise<void> {
  const deadline = performance.now() + maxHeldMs;
  while ((await runCommand('losetup', ['--associated', path])) !== '') {
    if (performance.now() > deadline)
      throw new Error(`${path} is still mounted ${maxHeldMs / 1_000} s after it was unmounted`);
    await delay(busyPollMs);
  }
}

/**
 * Removes a disk. Truncates it first, so that it takes no space on the host even if something still has it
 * open.
 */
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
  const device = (await mounts()).findLast(([, point]) => point === mountPoint)?.[0];
  if (device === undefined) throw new Error(`nothing is mounted at ${mountPoint}`);
  return device;
}

/** Whether something is mounted at this folder. */
export async function isMounted(folder: string): Promise<boolean> {
  return (await mounts()).some(([, point]) => point === folder);
}

/** Device and mount point of each mount, in mount order. */
async function mounts(): Promise<(readonly [string, string])[]> {
  const table = await readFile('/proc/self/mounts', 'utf8');
  return table
    .split('\n')
    .map((line) => line.split(' '))
    .map(([device = '', point = '']) => [device, point.replaceAll('\\040', ' ')] as const);
}
