import { chown, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { runCommand } from '../../host/command.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { serveShelf } from '../../shelf/server.ts';
import { diskRoom } from '../inside/fault.ts';
import { diskOf } from './disk-folder.ts';
import type { DiskMounts } from './disk-mounts.ts';
import { mountDisk, untilReleased } from './disk.ts';
import { startSandbox } from './running-sandbox.ts';
import { clearSlot, sandboxesDir, shelfSocketDirOf } from './sandbox-dirs.ts';
import { claimSlot } from './slot.ts';

/** How to create a disk that sandboxes start from and that an engine fills. */
export interface DiskFilling {
  /** Image and first UID of the engine's sandbox. */
  image: string;
  uid: number;
  kind: DiskMounts['kind'];
  /** Final path of the complete disk. */
  to: string;
  /** Relative share of processor time. Other sandboxes have 1,024. */
  cpuShares?: number;
  /** Creates the initial disk at this path. */
  begin(path: string): Promise<void>;
  /** @param freeBytes returns the current free space on the disk */
  fill(engine: Engine, freeBytes: () => Promise<number>): Promise<void>;
  /** Called with the disk's path after it has been unmounted. */
  finish?(path: string): Promise<void>;
}

/** Fills a disk in a separate sandbox that has the shelf. A failure leaves nothing behind. */
export async function makeFilledDisk(host: Engine, env: RunnerEnv, filling: DiskFilling): Promise<void> {
  const { image, uid, kind, cpuShares } = filling;
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  let shelf: AsyncDisposable | undefined;
  try {
    const disk = diskOf(slot.dir);
    const mountPoint = join(slot.dir, 'data');
    await filling.begin(disk);
    await mountDisk(disk, mountPoint, kind);
    await chown(mountPoint, uid, uid);
    shelf = await serveShelf(
      { layout: shelfLayout(env.SHELF_DIR) },
      join(shelfSocketDirOf(slot.dir), 'shelf.sock'),
    );
    const sandbox = await startSandbox(host, env, {
      id: `template-${process.pid}-${slot.number}`,
      image,
      uid,
      dir: slot.dir,
      cpuShares,
    });
    await filling.fill(sandbox.engine, async () => (await diskRoom(mountPoint)).freeBytes);
    await sandbox.shutDown();
    // Deleted data becomes holes, so that a copy is fast.
    await runCommand('fstrim', [mountPoint]);
    await runCommand('umount', [mountPoint]);
    await untilReleased(disk);
    await filling.finish?.(disk);
    // Unlike a sandbox's disk, it must survive a power failure.
    await runCommand('sync', [disk]);
    await rename(disk, filling.to);
  } finally {
    await shelf?.[Symbol.asyncDispose]();
    await clearSlot(host, slot);
  }
}
