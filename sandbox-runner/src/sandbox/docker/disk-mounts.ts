import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import { runCommand } from '../../host/command.ts';
import { makeDisk, mountDisk, mountProgram, type Owners, unmountDisk } from './disk.ts';
import { sandboxesDir } from './sandbox-dirs.ts';
import { claimSlot, freeSlot } from './slot.ts';
import { uidOfSlot, uidsPerSandbox } from './uid-range.ts';

/** How the disks of sandboxes are mounted on this host. */
export interface DiskMounts {
  /**
   * `direct` on a file system of ours: what a sandbox was told is written has room on the host then, and what
   * sandboxes share is in memory once, in the cache of the host's own file system.
   */
  kind: 'direct' | 'buffered';
  /** Whether the kernel shows the files of a mount with other owners. */
  mapsOwners: boolean;
}

/** The range of ids of a disk's files, and the one that a sandbox has. */
export function ownersFor(onDisk: number, shown: number): Owners {
  return { onDisk, shown, count: uidsPerSandbox };
}

/**
 * Mounts a disk with its files owned by another range of ids: by a mount that shows it, else by changing each
 * file.
 */
export async function mountDiskFor(
  path: string,
  mountPoint: string,
  { kind, mapsOwners }: DiskMounts,
  owners: Owners,
): Promise<void> {
  const offset = owners.shown - owners.onDisk;
  await mountDisk(path, mountPoint, kind, mapsOwners && offset !== 0 ? owners : undefined);
  if (mapsOwners || offset === 0) return;
  await runCommand(process.execPath, [
    join(import.meta.dirname, 'shift-owners.ts'),
    mountPoint,
    String(offset),
  ]);
}

const trialMib = 4;

/**
 * Tries on a small disk whether a mount can show other owners, and whether an engine could have its layers
 * there.
 *
 * @param note told why not
 */
export async function canMapOwners(
  env: Pick<RunnerEnv, 'DATA_DIR' | 'SANDBOX_UID_BASE'>,
  note: (text: string) => void,
): Promise<boolean> {
  // In a slot: what a killed process leaves of it is cleared with the others.
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  const disk = join(slot.dir, 'disk.ext4');
  const mountPoint = join(slot.dir, 'data');
  const owners = ownersFor(uidOfSlot(env.SANDBOX_UID_BASE, 0), uidOfSlot(env.SANDBOX_UID_BASE, 1));
  try {
    await makeDisk(disk, trialMib);
    await mountDisk(disk, mountPoint, 'buffered');
    await chown(mountPoint, owners.onDisk, owners.onDisk);
    await unmountDisk(mountPoint);
    await mountDisk(disk, mountPoint, 'buffered', owners);
    await runCommand(mountProgram, ['--try', mountPoint, String(owners.shown)]);
    return true;
  } catch (error) {
    note(`the owners of all files are changed for every sandbox, which takes longer: ${String(error)}`);
    return false;
  } finally {
    await unmountDisk(mountPoint);
    await freeSlot(slot);
  }
}
