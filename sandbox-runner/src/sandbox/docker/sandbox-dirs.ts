import { access, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../../engine/engine-types.ts';
import { removeContainersLabelled, valuesOfLabel } from '../../engine/host.ts';
import { diskFolderOf, diskOf, leaveDiskFolder, trimDiskFolder } from './disk-folder.ts';
import { removeDisk, unmountDisk } from './disk.ts';
import { sandboxLabel } from './labels.ts';
import { abandonedSlots, freeSlot, ownSlots, type Slot } from './slot.ts';

/** Folder of the shelf's socket in a sandbox's slot. */
export function shelfSocketDirOf(slotDir: string): string {
  return join(slotDir, 'shelf');
}

/** Folder of the sandboxes, their disks and the templates in a data folder. */
export function sandboxesDir(dataDir: string): string {
  return join(dataDir, 'sandboxes');
}

/** Removes a slot's container, mount, disk and folder, as far as they exist. */
export async function clearSlot(host: Engine, slot: Slot): Promise<void> {
  await removeContainersLabelled(host, `${sandboxLabel}=${slot.dir}`);
  await unmountDisk(join(slot.dir, 'data'));
  await removeDisk(diskOf(slot.dir));
  await trimDiskFolder(dirname(slot.dir));
  await freeSlot(slot);
}

/** Removes all sandboxes of this process, for a process that must exit in the middle of its work. */
export async function clearOwn(host: Engine, dataDir: string): Promise<void> {
  for (const slot of await ownSlots(sandboxesDir(dataDir))) await clearSlot(host, slot);
  await leaveDiskFolder(sandboxesDir(dataDir));
}

/**
 * Removes what dead processes left behind. If something cannot be removed, continues with the rest.
 *
 * @returns the number of removed sandboxes
 * @throws AggregateError with a reason for everything that could not be removed
 */
export async function clearAbandoned(host: Engine, dataDir: string): Promise<number> {
  const dir = sandboxesDir(dataDir);
  const failures: unknown[] = [];
  const orNote = (error: unknown) => void failures.push(error);
  const slots = await abandonedSlots(dir);
  for (const slot of slots) await clearSlot(host, slot).catch(orNote);
  // An engine creates a requested container even if the requesting process has died and its slot has been
  // removed meanwhile.
  const strays = await straysOf(host, dir).catch((error: unknown) => (orNote(error), []));
  for (const stray of strays) await removeContainersLabelled(host, `${sandboxLabel}=${stray}`).catch(orNote);
  for (const name of await readdir(dir).catch(() => [])) {
    const pid = /^(?:uses|disks)-(\d+)/.exec(name)?.[1];
    const isAlive =
      pid === undefined ||
      (await access(`/proc/${pid}`).then(
        () => true,
        () => false,
      ));
    if (!isAlive) await rm(join(dir, name), { recursive: true, force: true });
  }
  await clearDisksWithoutSlots(dir).catch(orNote);
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `${failures.length} remains of dead processes could not be removed: ${failures.map(String).join('; ')}`,
    );
  return slots.length + strays.length;
}

/**
 * Removes disks whose slot was removed while the folder of the disks was not mounted. This is safe because a
 * disk is created after its slot and removed before it.
 */
async function clearDisksWithoutSlots(dir: string): Promise<void> {
  for (const name of await readdir(diskFolderOf(dir)).catch(() => [])) {
    const slot = /^(slot-\d+)\.ext4/.exec(name)?.[1];
    if (
      slot !== undefined &&
      !(await access(join(dir, slot)).then(
        () => true,
        () => false,
      ))
    )
      await removeDisk(join(diskFolderOf(dir), name));
  }
}

/** Folders of removed slots that still have a container. Normally, a container is removed before its slot. */
async function straysOf(host: Engine, dir: string): Promise<string[]> {
  const strays: string[] = [];
  for (const slot of await valuesOfLabel(host, sandboxLabel)) {
    if (
      slot.startsWith(`${dir}/`) &&
      !(await access(slot).then(
        () => true,
        () => false,
      ))
    )
      strays.push(slot);
  }
  return strays;
}
