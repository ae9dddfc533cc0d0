import { access, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Engine } from '../../engine/engine-types.ts';
import { removeContainersLabelled, valuesOfLabel } from '../../engine/host.ts';
import { diskFolderOf, diskOf, leaveDiskFolder, trimDiskFolder } from './disk-folder.ts';
import { removeDisk, unmountDisk } from './disk.ts';
import { sandboxLabel } from './labels.ts';
import { abandonedSlots, freeSlot, ownSlots, type Slot } from './slot.ts';

/** Folder of the socket at which a sandbox has the shelf, in its slot. */
export function shelfSocketDirOf(slotDir: string): string {
  return join(slotDir, 'shelf');
}

/** Where sandboxes, their disks and the template lie below a data folder. */
export function sandboxesDir(dataDir: string): string {
  return join(dataDir, 'sandboxes');
}

/** Removes a slot's container, mount, disk and folder, whatever of them exists. */
export async function clearSlot(host: Engine, slot: Slot): Promise<void> {
  await removeContainersLabelled(host, `${sandboxLabel}=${slot.dir}`);
  await unmountDisk(join(slot.dir, 'data'));
  await removeDisk(diskOf(slot.dir));
  await trimDiskFolder(dirname(slot.dir));
  await freeSlot(slot);
}

/** Clears what this process has not given back: for a process that must end in the middle of its work. */
export async function clearOwn(host: Engine, dataDir: string): Promise<void> {
  for (const slot of await ownSlots(sandboxesDir(dataDir))) await clearSlot(host, slot);
  await leaveDiskFolder(sandboxesDir(dataDir));
}

/**
 * Clears what processes left behind that no longer run. What cannot be cleared does not keep the rest.
 *
 * @returns how many sandboxes that were
 * @throws AggregateError with a reason for each that could not be cleared
 */
export async function clearAbandoned(host: Engine, dataDir: string): Promise<number> {
  const dir = sandboxesDir(dataDir);
  const failures: unknown[] = [];
  const orNote = (error: unknown) => void failures.push(error);
  const slots = await abandonedSlots(dir);
  for (const slot of slots) await clearSlot(host, slot).catch(orNote);
  // An engine that was asked for a container makes it, also when who asked died and its slot was cleared
  // meanwhile.
  const strays = await straysOf(host, dir).catch((error: unknown) => (orNote(error), []));
  for (const stray of strays) await removeContainersLabelled(host, `${sandboxLabel}=${stray}`).catch(orNote);
  for (const name of await readdir(dir).catch(() => [])) {
    const pid = /^(?:uses|disks)-(\d+)/.exec(name)?.[1];
    const lives =
      pid === undefined ||
      (await access(`/proc/${pid}`).then(
        () => true,
        () => false,
      ));
    if (!lives) await rm(join(dir, name), { recursive: true, force: true });
  }
  await clearDisksWithoutSlots(dir).catch(orNote);
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `${failures.length} things that dead processes left could not be cleared: ${failures.map(String).join('; ')}`,
    );
  return slots.length + strays.length;
}

/**
 * A slot may have been cleared while the folder of its disk was not mounted. A disk is made after its slot
 * and goes before it.
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

/** Folders of slots that are gone while a container of theirs is there. A container goes before its slot does. */
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
