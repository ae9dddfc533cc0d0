import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { serveShelf } from '../../shelf/server.ts';
import { imageStoreAt } from '../inside/image-store.ts';
import { diskOf } from './disk-folder.ts';
import { type DiskMounts, mountDiskFor, ownersFor } from './disk-mounts.ts';
import { copyDisk } from './disk.ts';
import { requireHostRoom } from './host-room.ts';
import { type RunningSandbox, startSandbox } from './running-sandbox.ts';
import { clearSlot, sandboxesDir, shelfSocketDirOf } from './sandbox-dirs.ts';
import { claimSlot } from './slot.ts';
import type { Template } from './template.ts';
import { uidOfSlot } from './uid-range.ts';

export interface MadeSandbox {
  sandbox: RunningSandbox;
  /** Removes container, mount, disk and folder. Safe to repeat. */
  destroy(): Promise<void>;
}

/** Properties of the sandboxes' disks on this host. */
export interface HostDisks extends DiskMounts {
  /** Whether a copy of the template takes no space until it is written to. */
  sharesBlocks: boolean;
}

/**
 * Creates a sandbox on a new copy of the template, with its own slot, UID range and shelf server. A failure
 * leaves nothing behind.
 *
 * @throws HostFull if the host's disk has too little space
 */
export async function makeSandbox(
  host: Engine,
  env: RunnerEnv,
  template: Template,
  disks: HostDisks,
): Promise<MadeSandbox> {
  await requireHostRoom(template.path, disks.sharesBlocks, env);
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  let shelf: AsyncDisposable | undefined;
  const destroy = async () => {
    await shelf?.[Symbol.asyncDispose]();
    await clearSlot(host, slot);
  };
  try {
    const uid = uidOfSlot(env.SANDBOX_UID_BASE, slot.number);
    const disk = diskOf(slot.dir);
    await copyDisk(template.path, disk);
    await mountDiskFor(disk, join(slot.dir, 'data'), disks, ownersFor(template.uid, uid));
    const own = imageStoreAt(join(slot.dir, 'sock/store.sock'));
    shelf = await serveShelf(
      { layout: shelfLayout(env.SHELF_DIR), own },
      join(shelfSocketDirOf(slot.dir), 'shelf.sock'),
    );
    const id = `${slot.number}-${randomBytes(4).toString('hex')}`;
    const site = { id, image: template.image, uid, dir: slot.dir, courseSteps: template.courseSteps };
    return { sandbox: await startSandbox(host, env, site), destroy };
  } catch (error) {
    await destroy();
    throw error;
  }
}
