import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runCommand } from '../../host/command.ts';
import { withLock } from '../../host/exclusive-lock.ts';
import { isRunning, processMark } from '../../host/process-mark.ts';
import { isMounted, unmountDisk } from './disk.ts';

/** The folder of the sandboxes' disks, while this process uses it. */
export interface DiskFolder {
  /** Whether a copy of a disk takes no space until it is written to. */
  sharesBlocks: boolean;
  /** Whether it is our own file system, in a file on the host's. */
  isOwnFileSystem: boolean;
  /** Ends the use. Our own file system is unmounted when its last user closes it. Safe to repeat. */
  close(): Promise<void>;
}

/** Folder of the disks, inside the folder of the sandboxes. */
export function diskFolderOf(sandboxesDir: string): string {
  return join(sandboxesDir, 'disks');
}

/** The disk of a slot. */
export function diskOf(slotDir: string): string {
  return join(diskFolderOf(dirname(slotDir)), `${basename(slotDir)}.ext4`);
}

/** File of our own file system for a folder of disks. */
function imageOf(folder: string): string {
  return `${folder}.xfs`;
}

/** Whether a disk has been deleted. If our own file system is not mounted, a disk in it may still exist. */
export async function isDeleted(disk: string): Promise<boolean> {
  if (await exists(disk)) return false;
  const folder = dirname(disk);
  return !(await exists(imageOf(folder))) || isMounted(folder);
}

const userPrefix = 'disks-';

/**
 * Starts to use the folder of disks: on the host's file system if that shares blocks between copies,
 * otherwise on our own XFS, which is created and mounted if necessary. If neither is possible, disks are
 * copied in full.
 *
 * @param note called once with the reason if disks are copied in full
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
      note(`every sandbox copies its disk in full, which takes more time and space: ${String(error)}`);
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

/** Ends all remaining uses by this process, for a process that must exit in the middle of its work. */
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

/** Returns the space of deleted disks to the host. On the host's own file system, this happens automatically. */
export async function trimDiskFolder(sandboxesDir: string): Promise<void> {
  const folder = diskFolderOf(sandboxesDir);
  if (await isMounted(folder)) await runCommand('fstrim', [folder]);
}

/** Marker files of the processes that use the folder. Deletes those of dead processes. */
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

/**
 * Prepares the folder for disks that share blocks.
 *
 * @throws Error if blocks cannot be shared
 */
async function prepare(folder: string, isFirst: boolean): Promise<true> {
  if (await isMounted(folder)) {
    if (!isFirst || (await canBeWritten(folder))) return true;
    // It shut itself down after an error of the underlying disk. Mounting it again replays its log.
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
  // Files hidden below the mount would take space that no one sees.
  await rm(folder, { recursive: true });
  await mkdir(folder, { mode: 0o700 });
  if (await exists(image)) {
    try {
      await mount();
      return;
    } catch {
      // Damaged. Everything in it can be created again.
    }
  }
  await makeFileSystem(image);
  await mount();
}

const bytesPerGib = 1024 ** 3;
/** ext4, the most common file system of hosts, limits a file to 16 TiB. */
const maxBytes = 8 * 1024 * bytesPerGib;

/**
 * Creates our own file system. It takes space on the host only for what is written, and is so large that the
 * host's disk is full long before it is. Space for its log is allocated immediately: a log that cannot be
 * written would shut it down for every sandbox, whereas all other writes are retried until the host has
 * space.
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
