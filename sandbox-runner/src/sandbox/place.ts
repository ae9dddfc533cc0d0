import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine/engine-types.ts';
import { removeContainersLabelled } from '../engine/host.ts';
import { removeDisk, unmountDisk } from './disk.ts';
import { sandboxLabel } from './labels.ts';
import { abandonedSlots, freeSlot, ownSlots, type Slot } from './slot.ts';

/** Folder of the socket at which a process serves the shelf to its sandboxes. */
export function shelfSocketDirOf(dataDir: string, pid: number): string {
  return join(sandboxesDir(dataDir), `shelf-${pid}`);
}

/** Where sandboxes, their disks and the template lie below a data folder. */
export function sandboxesDir(dataDir: string): string {
  return join(dataDir, 'sandboxes');
}

/** Removes a slot's container, mount, disk and folder, whatever of them exists. */
export async function clearSlot(host: Engine, slot: Slot): Promise<void> {
  await removeContainersLabelled(host, `${sandboxLabel}=${slot.dir}`);
  await unmountDisk(join(slot.dir, 'data'));
  await removeDisk(join(slot.dir, 'disk.ext4'));
  await freeSlot(slot);
}

/** Clears what this process has not given back: for a process that must end in the middle of its work. */
export async function clearOwn(host: Engine, dataDir: string): Promise<void> {
  for (const slot of await ownSlots(sandboxesDir(dataDir))) await clearSlot(host, slot);
}

/** Clears what processes left behind that no longer run. @returns how many slots that were */
export async function clearAbandoned(host: Engine, dataDir: string): Promise<number> {
  const slots = await abandonedSlots(sandboxesDir(dataDir));
  for (const slot of slots) await clearSlot(host, slot);
  const dir = sandboxesDir(dataDir);
  for (const name of await readdir(dir).catch(() => [])) {
    const pid = /^(?:shelf|uses)-(\d+)/.exec(name)?.[1];
    const lives = pid === undefined || (await access(`/proc/${pid}`).then(() => true, () => false));
    if (!lives) await rm(join(dir, name), { recursive: true, force: true });
  }
  return slots.length;
}
