import { chown, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { runCommand } from '../../host/command.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { serveShelf } from '../../shelf/server.ts';
import { diskOf } from './disk-folder.ts';
import type { DiskMounts } from './disk-mounts.ts';
import { mountDisk } from './disk.ts';
import { diskRoom } from './fault.ts';
import { startSandbox } from './running-sandbox.ts';
import { clearSlot, sandboxesDir, shelfSocketDirOf } from './sandbox-dirs.ts';
import { claimSlot } from './slot.ts';

/** A disk that an engine fills, for sandboxes to start from. */
export interface DiskFilling {
  /** Of the engine's sandbox, and of the files. */
  image: string;
  uid: number;
  kind: DiskMounts['kind'];
  /** Where it is once it is complete. */
  to: string;
  /** Processor time it gets beside others, which have 1,024. */
  cpuShares?: number;
  /** Puts the disk to begin with at this path. */
  begin(path: string): Promise<void>;
  /** @param freeBytes on the disk, now */
  fill(engine: Engine, freeBytes: () => Promise<number>): Promise<void>;
  /** Called with the disk's path when it is not mounted any more. */
  finish?(path: string): Promise<void>;
}

/** Fills a disk in a sandbox of its own, which has the shelf. A failure leaves nothing behind. */
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
    // What was written and deleted again becomes holes, so that a copy is fast.
    await runCommand('fstrim', [mountPoint]);
    await runCommand('umount', [mountPoint]);
    await filling.finish?.(disk);
    // Other than a sandbox's disk, it is there again after a power cut.
    await runCommand('sync', [disk]);
    await rename(disk, filling.to);
  } finally {
    await shelf?.[Symbol.asyncDispose]();
    await clearSlot(host, slot);
  }
}
