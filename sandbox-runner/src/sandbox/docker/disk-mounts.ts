import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import { runCommand } from '../../host/command.ts';
import { makeDisk, mountDisk, mountProgram, type Owners, unmountDisk, untilReleased } from './disk.ts';
import { sandboxesDir } from './sandbox-dirs.ts';
import { claimSlot, freeSlot } from './slot.ts';
import { uidOfSlot, uidsPerSandbox } from './uid-range.ts';

/** How the disks of sandboxes are mounted on this host. */
export interface DiskMounts {
  /**
   * `direct` on our own file system. Data that was reported to a sandbox as written then has space on the
   * host, and data that sandboxes share is in memory only once, in the cache of the host's own file system.
   */
  kind: 'direct' | 'buffered';
  /** Whether the kernel can show the files of a mount with different owners. */
  mapsOwners: boolean;
}

/** Maps the range of IDs on a disk to the range of a sandbox. */
export function ownersFor(onDisk: number, shown: number): Owners {
  return { onDisk, shown, count: uidsPerSandbox };
}

/**
 * Mounts a disk with its files owned by a different range of IDs: with an ID-mapped mount if possible,
 * otherwise by changing each file.
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
 * Tests with a small disk whether a mount can show different owners, and whether an engine could store its
 * layers there.
 *
 * @param note called with the reason if not
 */
export async function canMapOwners(
  env: Pick<RunnerEnv, 'DATA_DIR' | 'SANDBOX_UID_BASE'>,
  note: (text: string) => void,
): Promise<boolean> {
  // In a slot, so that remains of a killed process are removed with the other slots.
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  const disk = join(slot.dir, 'disk.ext4');
  const mountPoint = join(slot.dir, 'data');
  const owners = ownersFor(uidOfSlot(env.SANDBOX_UID_BASE, 0), uidOfSlot(env.SANDBOX_UID_BASE, 1));
  try {
    await makeDisk(disk, trialMib);
    await mountDisk(disk, mountPoint, 'buffered');
    await chown(mountPoint, owners.onDisk, owners.onDisk);
    await unmountDisk(mountPoint);
    await untilReleased(disk);
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
