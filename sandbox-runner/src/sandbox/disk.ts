import { mkdir, readFile, rename, rm } from 'node:fs/promises';
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

/** Unmounts if mounted. Lazily, for a container that is just ending may still hold it for a moment. */
export async function unmountDisk(mountPoint: string): Promise<void> {
  const isMounted = async () => (await mountPointsBelow(mountPoint)).includes(mountPoint);
  if (!(await isMounted())) return;
  await runCommand('umount', ['--lazy', mountPoint]).catch(async (error: unknown) => {
    // Another process, which clears the same slot, was first.
    if (await isMounted()) throw error;
  });
}

/** Mount points at or below a folder, deepest first. */
async function mountPointsBelow(folder: string): Promise<string[]> {
  const table = await readFile('/proc/self/mounts', 'utf8');
  const points = table.split('\n').map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '));
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
}
