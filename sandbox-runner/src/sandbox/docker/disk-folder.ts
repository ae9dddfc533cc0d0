import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runCommand } from '../../host/command.ts';
import { withLock } from '../../host/exclusive-lock.ts';
import { isRunning, processMark } from '../../host/process-mark.ts';
import { isMounted, unmountDisk } from './disk.ts';

/** The folder that the disks of sandboxes lie in, in use by this process. */
export interface DiskFolder {
  /** Whether a copy of a disk takes no room until it is written to. */
  sharesBlocks: boolean;
  /** Whether it is a file system of ours, in a file on the host's. */
  isOwnFileSystem: boolean;
  /** Ends the use. Our file system is unmounted with its last user. Safe to repeat. */
  close(): Promise<void>;
}

/** Below the folder of the sandboxes. */
export function diskFolderOf(sandboxesDir: string): string {
  return join(sandboxesDir, 'disks');
}

/** The disk of a slot. */
export function diskOf(slotDir: string): string {
  return join(diskFolderOf(dirname(slotDir)), `${basename(slotDir)}.ext4`);
}

/** Our file system for a folder of disks. */
function imageOf(folder: string): string {
  return `${folder}.xfs`;
}

/** Whether a disk is gone for good. One in a file system of ours that is not mounted may be there. */
export async function isGone(disk: string): Promise<boolean> {
  if (await exists(disk)) return false;
  const folder = dirname(disk);
  return !(await exists(imageOf(folder))) || isMounted(folder);
}

const userPrefix = 'disks-';

/**
 * Begins to use the folder of disks: on the host's file system where that shares blocks between copies, else
 * on an XFS of ours, which is made and mounted if need be. Where neither can be had, disks are copied in
 * full.
 *
 * @param note told, once, why disks are copied in full
 */
export async function openDiskFolder(
  sandboxesDir: string,
  note: (text: string) => void,
): Promise<DiskFolder> {
  const folder = diskFolderOf(sandboxesDir);
  await mkdir(sandboxesDir, { recursive: true, mode: 0o700 });
  const user = join(sandboxesDir, `${userPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  const locked = <T>(work: () => Promise<T>) =>
    withLock(join(sandboxesDir, 'disks.lock'), () => undefined, work);
  const sharesBlocks = await locked(async () => {
    const isFirst = (await usersIn(sandboxesDir)).length === 0;
    await writeFile(user, (await processMark(process.pid)) ?? '');
    return prepare(folder, isFirst).catch((error: unknown) => {
      note(`every sandbox copies its disk in full, which takes longer and more room: ${String(error)}`);
      return false;
    });
  });
  const close = () =>
    locked(async () => {
      await rm(user, { force: true });
      if ((await usersIn(sandboxesDir)).length === 0) await unmountDisk(folder);
    });
  return { sharesBlocks, isOwnFileSystem: await isMounted(folder), close };
}

/** Ends every use that this process has not ended: for one that must end in the middle of its work. */
export async function leaveDiskFolder(sandboxesDir: string): Promise<void> {
  const names = await readdir(sandboxesDir).catch(() => []);
  const own = names.filter((name) => name.startsWith(`${userPrefix}${process.pid}-`));
  if (own.length === 0) return;
  await withLock(
    join(sandboxesDir, 'disks.lock'),
    () => undefined,
    async () => {
      for (const name of own) await rm(join(sandboxesDir, name), { force: true });
      if ((await usersIn(sandboxesDir)).length === 0) await unmountDisk(diskFolderOf(sandboxesDir));
    },
  );
}

/** Gives room of disks that are gone back to the host. On its own file system they did by themselves. */
export async function trimDiskFolder(sandboxesDir: string): Promise<void> {
  const folder = diskFolderOf(sandboxesDir);
  if (await isMounted(folder)) await runCommand('fstrim', [folder]);
}

/** Notes of the processes that use the folder; of those that died, none is left. */
async function usersIn(sandboxesDir: string): Promise<string[]> {
  const users: string[] = [];
  for (const name of await readdir(sandboxesDir)) {
    if (!name.startsWith(userPrefix)) continue;
    const path = join(sandboxesDir, name);
    if (await isRunning(await readFile(path, 'utf8').catch(() => ''))) users.push(path);
    else await rm(path, { force: true });
  }
  return users;
}

/** @returns true; throws where blocks cannot be shared */
async function prepare(folder: string, isFirst: boolean): Promise<true> {
  if (await isMounted(folder)) {
    if (!isFirst || (await canBeWritten(folder))) return true;
    // It shut itself down after an error of the disk below it. A mount reads its log and goes on.
    await unmountDisk(folder);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await copiesShareBlocks(folder)) return true;
  if (!isFirst) throw new Error(`${folder} is in use without shared blocks by another process`);
  await mountOwn(folder);
  return true;
}

async function canBeWritten(folder: string): Promise<boolean> {
  const trial = join(folder, 'trial');
  return writeFile(trial, '')
    .then(() => rm(trial))
    .then(
      () => true,
      () => false,
    );
}

async function copiesShareBlocks(folder: string): Promise<boolean> {
  const [from, to] = [join(folder, 'trial'), join(folder, 'trial-copy')];
  await writeFile(from, Buffer.alloc(4_096));
  try {
    await runCommand('cp', ['--reflink=always', from, to]);
    return true;
  } catch {
    return false;
  } finally {
    await Promise.all([from, to].map((path) => rm(path, { force: true })));
  }
}

async function mountOwn(folder: string): Promise<void> {
  const image = imageOf(folder);
  const mount = () =>
    runCommand('mount', ['--types', 'xfs', '--options', 'loop,noatime,nodev,nosuid,noexec', image, folder]);
  // Whatever lies below a mount takes room that nobody sees.
  await rm(folder, { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  if (await exists(image)) {
    try {
      await mount();
      return;
    } catch {
      // Damaged. Nothing in it that cannot be made again.
    }
  }
  await makeFileSystem(image);
  await mount();
}

const bytesPerGib = 1024 ** 3;
/** An XFS as large would be refused by ext4, the host's most often: 16 TiB a file. */
const maxBytes = 8 * 1024 * bytesPerGib;

/**
 * Makes our file system. It takes room of the host only for what is written, and is so large that the host's
 * disk is full long before it is. Its log is given room at once: a log that cannot be written would end it
 * for every sandbox, while anything else is written again and again until the host has room.
 */
async function makeFileSystem(image: string): Promise<void> {
  const fresh = `${image}.new`;
  const { blocks, bsize } = await statfs(dirname(image));
  const bytes = Math.min(Math.max(2 * blocks * bsize, bytesPerGib), maxBytes);
  try {
    await writeFile(fresh, '', { mode: 0o600 });
    await truncate(fresh, bytes - (bytes % bytesPerGib));
    await runCommand('mkfs.xfs', ['-q', '-f', '-m', 'crc=1,reflink=1', '-l', 'size=64m', fresh]);
    await rename(fresh, image);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
