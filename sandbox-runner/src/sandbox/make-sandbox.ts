import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '../engine/engine-types.ts';
import type { RunnerEnv } from '../env.ts';
import { runCommand } from '../host/command.ts';
import { copyDisk, mountDisk } from './disk.ts';
import { requireHostRoom } from './host-room.ts';
import { clearSlot, sandboxesDir } from './place.ts';
import { type RunningSandbox, startSandbox } from './running-sandbox.ts';
import { claimSlot } from './slot.ts';
import type { Template } from './template.ts';
import { uidOfSlot } from './uid-range.ts';

export interface MadeSandbox {
  sandbox: RunningSandbox;
  /** Removes container, mount, disk and folder. Safe to repeat. */
  destroy(): Promise<void>;
}

/**
 * Makes a sandbox on a fresh copy of the template, in a slot and UID range of its own. A failure leaves nothing behind.
 * @throws PlatformError `sandbox-failed` where the host's disk has too little room
 */
export async function makeSandbox(host: Engine, env: RunnerEnv, template: Template, shelfSocketDir: string): Promise<MadeSandbox> {
  await requireHostRoom(template.path, env);
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  const destroy = () => clearSlot(host, slot);
  try {
    const uid = uidOfSlot(env.SANDBOX_UID_BASE, slot.number);
    const disk = join(slot.dir, 'disk.ext4');
    const mountPoint = join(slot.dir, 'data');
    await copyDisk(template.path, disk);
    await mountDisk(disk, mountPoint);
    const offset = uid - template.uid;
    if (offset !== 0) await runCommand(process.execPath, [join(import.meta.dirname, 'shift-owners.ts'), mountPoint, String(offset)]);
    const id = `${slot.number}-${randomBytes(4).toString('hex')}`;
    const sandbox = await startSandbox(host, env, { id, image: template.image, uid, dir: slot.dir, shelfSocketDir });
    return { sandbox, destroy };
  } catch (error) {
    await destroy();
    throw error;
  }
}
