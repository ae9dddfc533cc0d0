import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from '../src/host/command.ts';
import {
  type DiskFolder,
  isDeleted,
  leaveDiskFolder,
  openDiskFolder,
  trimDiskFolder,
} from '../src/sandbox/docker/disk-folder.ts';
import {
  copyDisk,
  isMounted,
  makeDisk,
  mountDisk,
  removeDisk,
  unmountDisk,
  untilReleased,
} from '../src/sandbox/docker/disk.ts';
import { hostFreeBytes } from '../src/sandbox/docker/host-room.ts';

const mb = 1024 * 1024;

/** A separate ext4 disk as the host's: it does not share blocks, and can be filled. */
let host: string;
let base: string;
let dir: string;
let notes: string[];
let opened: DiskFolder[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'dfm-disks-'));
  host = join(base, 'host');
  await makeDisk(`${host}.ext4`, 1_024);
  await mountDisk(`${host}.ext4`, host, 'buffered');
  dir = join(host, 'sandboxes');
  await mkdir(dir);
  notes = [];
  opened = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(opened.map((folder) => folder.close()));
  await unmountDisk(host);
  await rm(base, { recursive: true });
});

async function openIt(): Promise<DiskFolder> {
  const folder = await openDiskFolder(dir, (text) => notes.push(text));
  opened.push(folder);
  return folder;
}

const disks = () => join(dir, 'disks');
const template = () => join(disks(), 'template.ext4');

/** Space of the host's disk that our own file system uses, in MiB. */
async function takenMb(): Promise<number> {
  await runCommand('sync', ['--file-system', disks()]);
  return ((await stat(`${disks()}.xfs`)).blocks * 512) / mb;
}

async function writeRandom(path: string, size: number): Promise<void> {
  await runCommand('dd', ['if=/dev/urandom', `of=${path}`, 'bs=1M', `count=${size}`, 'conv=fsync']);
}

async function loopDevicesOn(file: string): Promise<number> {
  return (await runCommand('losetup', ['--list', '--noheadings', '--output', 'BACK-FILE']))
    .split('\n')
    .filter((line) => line.trim() === file).length;
}

/** Starts a separate process that opens the folder and keeps running. */
async function otherUser(): Promise<ReturnType<typeof spawn>> {
  const program = `
    import { openDiskFolder } from '${join(import.meta.dirname, '../src/sandbox/docker/disk-folder.ts')}';
    await openDiskFolder('${dir}', console.error);
    console.log('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a copy of a disk shares its blocks and takes no space until it is written to', async () => {
  expect(await openIt()).toMatchObject({ sharesBlocks: true, isOwnFileSystem: true });
  await writeRandom(template(), 40);
  const before = await takenMb();
  const copy = join(disks(), 'slot-0.ext4');
  await copyDisk(template(), copy);
  expect(await runCommand('filefrag', ['-v', copy])).toMatch(/shared/);
  expect((await takenMb()) - before).toBeLessThan(1);
  const file = await open(copy, 'r+');
  await file.write(Buffer.alloc(10 * mb, 1), 0, 10 * mb, 0);
  await file.sync();
  await file.close();
  expect((await takenMb()) - before).toBeGreaterThanOrEqual(10);
  expect((await readFile(template())).subarray(0, 1_000).every((byte) => byte === 1)).toBe(false);
  expect(notes).toEqual([]);
});

test('a disk is released when the last copy of its mount is gone, and immediately without one', async () => {
  const disk = join(base, 'held.ext4');
  const point = join(base, 'held');
  await makeDisk(disk, 16);
  await mountDisk(disk, point, 'direct');
  // Has a copy of all mounts, like a container that is being created.
  const holder = spawn('unshare', [
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    'echo held; read line',
  ]);
  await once(holder.stdout, 'data');
  await unmountDisk(point);
  let isReleased = false;
  const released = untilReleased(disk).then(() => (isReleased = true));
  await delay(300);
  expect([await isMounted(point), isReleased]).toEqual([false, false]);
  holder.stdin.end();
  await released;

  await mountDisk(disk, point, 'direct');
  await unmountDisk(point);
  await untilReleased(disk);
});

test('the space of a removed disk is returned to the host immediately', async () => {
  await openIt();
  const before = await takenMb();
  await writeRandom(template(), 100);
  expect((await takenMb()) - before).toBeGreaterThan(90);
  await removeDisk(template());
  await trimDiskFolder(dir);
  expect((await takenMb()) - before).toBeLessThan(2);
});

test('the file system stays mounted while anyone uses it, and its content is still there the next time', async () => {
  const [one, two] = await Promise.all([openIt(), openIt()]);
  await writeFile(template(), 'kept');
  await one.close();
  await one.close();
  expect(await isMounted(disks())).toBe(true);
  await two.close();
  expect([await isMounted(disks()), await loopDevicesOn(`${disks()}.xfs`), await readdir(dir)]).toEqual([
    false,
    0,
    ['disks', 'disks.xfs'],
  ]);
  expect(await isDeleted(template())).toBe(false);
  await openIt();
  expect(await readFile(template(), 'utf8')).toBe('kept');
  expect(await isDeleted(join(disks(), 'other.ext4'))).toBe(true);
});

test('a process that exits in the middle of its work leaves nothing mounted', async () => {
  await openIt();
  await openIt();
  await leaveDiskFolder(dir);
  expect([
    await isMounted(disks()),
    (await readdir(dir)).filter((name) => name.startsWith('disks-')),
  ]).toEqual([false, []]);
});

test('a live process keeps it mounted, a killed one does not', async () => {
  const other = await otherUser();
  const ours = await openIt();
  await ours.close();
  expect(await isMounted(disks())).toBe(true);
  other.kill('SIGKILL');
  await once(other, 'close');
  expect(await isMounted(disks())).toBe(true);
  await (await openIt()).close();
  expect([await isMounted(disks()), await loopDevicesOn(`${disks()}.xfs`)]).toEqual([false, 0]);
});

test('a damaged file system is recreated', async () => {
  await (await openIt()).close();
  const image = await open(`${disks()}.xfs`, 'r+');
  await image.write(Buffer.alloc(mb));
  await image.close();
  expect(await openIt()).toMatchObject({ sharesBlocks: true });
  await writeFile(template(), 'new');
});

test('a file system that shut itself down is remounted for the next user if there is no other', async () => {
  const first = await openIt();
  await writeFile(template(), 'kept');
  await runCommand('sync', [template()]);
  await runCommand('xfs_io', ['-x', '-c', 'shutdown', disks()]);
  await expect(writeFile(join(disks(), 'any'), '')).rejects.toThrow();
  await leaveNote(first);
  await openIt();
  expect(await readFile(template(), 'utf8')).toBe('kept');
});

/** Simulates that the process of this use was killed. */
async function leaveNote(folder: DiskFolder): Promise<void> {
  opened.splice(opened.indexOf(folder), 1);
  for (const name of await readdir(dir))
    if (name.startsWith('disks-')) await writeFile(join(dir, name), '4194304 1');
}

test('on a full host, new data is lost but existing data is not', async () => {
  await openIt();
  await writeRandom(template(), 40);
  const complete = await readFile(template());
  const copy = join(disks(), 'slot-0.ext4');
  await makeDisk(copy, 900);
  await mountDisk(copy, join(dir, 'slot-0/data'), 'direct');
  // ext4 keeps no block for root on this disk.
  await runCommand('dd', ['if=/dev/zero', `of=${join(host, 'other')}`, 'bs=1M']).catch(() => undefined);
  expect(await hostFreeBytes(dir)).toBeLessThan(mb);
  expect((await statfs(disks())).bavail).toBeGreaterThan(100_000);
  await expect(writeRandom(join(dir, 'slot-0/data/big'), 100)).rejects.toThrow();
  await rm(join(host, 'other'));
  await unmountDisk(join(dir, 'slot-0/data'));
  expect((await readFile(template())).equals(complete)).toBe(true);
  await writeRandom(join(disks(), 'again'), 40);
  for (const folder of opened) await folder.close();
  await openIt();
  expect((await readFile(template())).equals(complete)).toBe(true);
});

test('a host that has no space for our own file system, or cannot create one, copies disks in full and reports this', async () => {
  const bin = join(base, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'mkfs.xfs'), '#!/bin/sh\necho no such thing here >&2\nexit 1\n');
  await chmod(join(bin, 'mkfs.xfs'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  expect(await openIt()).toMatchObject({ sharesBlocks: false, isOwnFileSystem: false });
  expect(notes).toEqual([
    expect.stringMatching(/^every sandbox copies its disk in full.*no such thing here/s),
  ]);
  await makeDisk(template(), 64);
  await copyDisk(template(), join(disks(), 'slot-0.ext4'));
  expect(await isMounted(disks())).toBe(false);
  expect((await readdir(dir)).filter((name) => name.includes('.xfs'))).toEqual([]);
});

test('a host’s file system that shares blocks is used directly', async () => {
  const image = join(base, 'shares.xfs');
  await writeFile(image, '');
  await truncate(image, 400 * mb);
  await runCommand('mkfs.xfs', ['-q', image]);
  await mkdir(join(base, 'shares'));
  await runCommand('mount', ['--options', 'loop', image, join(base, 'shares')]);
  dir = join(base, 'shares');
  try {
    const folder = await openIt();
    expect(folder).toMatchObject({ sharesBlocks: true, isOwnFileSystem: false });
    await folder.close();
    expect(await readdir(dir)).toEqual(['disks']);
  } finally {
    await unmountDisk(dir);
  }
});
