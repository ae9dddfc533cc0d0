import { mkdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bytesPerMib } from '@dfm/contracts/quantity';
import { runCommand } from '../../host/command.ts';

const blockBytes = 4_096;
const blocksPerMib = bytesPerMib / blockBytes;

/**
 * Makes an empty ext4 file of a fixed size. Without a journal: a sandbox's disk never outlives the machine's
 * uptime.
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

/** Copies a disk that is not mounted. Holes stay holes; where the file system can share blocks, it does. */
export async function copyDisk(from: string, to: string): Promise<void> {
  await runCommand('cp', ['--sparse=always', '--reflink=auto', from, to]);
}

/**
 * Reserves space on an unmounted disk for root on the host, which no sandbox is. @param mib at most half of
 * the disk
 */
export async function reserveRoom(path: string, mib: number): Promise<void> {
  await runCommand('tune2fs', ['-r', String(mib * blocksPerMib), path]);
}

/** Free space on an unmounted disk, reserved or not, in whole MiB. */
export async function freeMib(path: string): Promise<number> {
  const header = await runCommand('dumpe2fs', ['-h', path]);
  const blocks = /^Free blocks:\s+(\d+)$/m.exec(header)?.[1];
  if (blocks === undefined) throw new Error(`${path} does not say how many blocks are free`);
  return Math.floor(Number(blocks) / blocksPerMib);
}

/** Owners of the files on a disk, and whom they are shown to belong to. */
export interface Owners {
  onDisk: number;
  shown: number;
  count: number;
}

/** Mounts disks as mount(8) cannot. */
export const mountProgram = join(import.meta.dirname, 'mount-disk');

/**
 * Mounts a disk through a loop device, which goes away with the mount.
 *
 * @param kind `direct`: past the page cache of the file system that the disk lies on
 * @param owners where others are shown than are on the disk
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

/** How long a container that is just ending may hold its disk. */
const maxBusyMs = 5_000;
const busyPollMs = 50;

/**
 * Unmounts if mounted, and frees the loop device. What is held for longer is taken from the folders at once
 * and freed by the kernel once nothing holds it.
 */
export async function unmountDisk(mountPoint: string): Promise<void> {
  const deadline = performance.now() + maxBusyMs;
  while (await isMounted(mountPoint)) {
    const isLate = performance.now() > deadline;
    try {
      await runCommand('umount', [...(isLate ? ['--lazy'] : []), mountPoint]);
    } catch (error) {
      // Another process, which clears the same slot, may have been first.
      if (!(await isMounted(mountPoint))) return;
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
  const device = (await mounts()).findLast(([, point]) => point === mountPoint)?.[0];
  if (device === undefined) throw new Error(`nothing is mounted at ${mountPoint}`);
  return device;
}

/** Whether something is mounted at this folder. */
export async function isMounted(folder: string): Promise<boolean> {
  return (await mounts()).some(([, point]) => point === folder);
}

/** Device and mount point of each mount, in the order in which they were made. */
async function mounts(): Promise<(readonly [string, string])[]> {
  const table = await readFile('/proc/self/mounts', 'utf8');
  return table
    .split('\n')
    .map((line) => line.split(' '))
    .map(([device = '', point = '']) => [device, point.replaceAll('\\040', ' ')] as const);
}
