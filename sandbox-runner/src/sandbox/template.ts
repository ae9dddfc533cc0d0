import { createHash } from 'node:crypto';
import { access, chown, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine/engine-types.ts';
import { connectEngine } from '../engine/connect.ts';
import { pullImage } from '../engine/host.ts';
import { splitReference } from '../engine/reference.ts';
import type { RunnerEnv } from '../env.ts';
import { runCommand } from '../host/command.ts';
import { withLock } from '../host/exclusive-lock.ts';
import type { Progress } from '../host/progress.ts';
import { namesOf } from '../shelf/declared.ts';
import { readShelfImages, type ShelfImage } from '../shelf/images.ts';
import { shelfLayout } from '../shelf/layout.ts';
import { serveShelf, shelfRegistry } from '../shelf/server.ts';
import { diskFolderOf, diskOf } from './disk-folder.ts';
import type { DiskMounts } from './disk-mounts.ts';
import { makeDisk, mountDisk } from './disk.ts';
import { sandboxImageTag } from './image.ts';
import { clearSlot, sandboxesDir, shelfSocketDirOf } from './place.ts';
import { retireOld } from './retire.ts';
import { startSandbox } from './running-sandbox.ts';
import { claimSlot } from './slot.ts';
import { uidOfSlot } from './uid-range.ts';

/** A disk with the base images already in the engine's data root; every sandbox starts on a copy of it. */
export interface Template {
  path: string;
  /** First UID of the range its files belong to. */
  uid: number;
  image: string;
  /** Names of the base images on it. */
  bases: string[];
}

/** A pull from the shelf that says nothing for so long will not end. */
const silenceMs = 60_000;

/** The template that belongs to this sandbox image, shelf and disk size. It may not be made yet. */
export async function templateOf(env: RunnerEnv): Promise<Template> {
  const image = await sandboxImageTag();
  const images = await readShelfImages(shelfLayout(env.SHELF_DIR));
  const identity = JSON.stringify([image, images, env.SANDBOX_DISK_MB, env.SANDBOX_UID_BASE]);
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return { path: join(diskFolderOf(sandboxesDir(env.DATA_DIR)), `template-${name}.ext4`), uid: uidOfSlot(env.SANDBOX_UID_BASE, 0), image, bases: images.flatMap(namesOf) };
}

export async function templateExists(template: Template): Promise<boolean> {
  return access(template.path).then(() => true, () => false);
}

/** Makes the template unless it is there: starts a sandbox on an empty disk and loads the shelf's images into it. Older ones that nobody uses go. */
export async function makeTemplate(host: Engine, env: RunnerEnv, kind: DiskMounts['kind'], progress: Progress): Promise<void> {
  const dir = sandboxesDir(env.DATA_DIR);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await withLock(join(dir, 'template.lock'), () => progress('sandbox disk', 'another process is making it: waiting'), async () => {
    const template = await templateOf(env);
    await makeUnlessThere(host, env, template, kind, progress);
    await retireOld(host, template);
  });
}

async function makeUnlessThere(host: Engine, env: RunnerEnv, template: Template, kind: DiskMounts['kind'], progress: Progress): Promise<void> {
  if (await templateExists(template)) {
    progress('sandbox disk', 'already there');
    return;
  }
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  const layout = shelfLayout(env.SHELF_DIR);
  let shelf: AsyncDisposable | undefined;
  try {
    progress('sandbox disk', 'starting an engine on an empty disk');
    const disk = diskOf(slot.dir);
    const mountPoint = join(slot.dir, 'data');
    await makeDisk(disk, env.SANDBOX_DISK_MB);
    await mountDisk(disk, mountPoint, kind);
    await chown(mountPoint, template.uid, template.uid);
    shelf = await serveShelf({ layout }, join(shelfSocketDirOf(slot.dir), 'shelf.sock'));
    const sandbox = await startSandbox(host, env, { id: `template-${process.pid}`, image: template.image, uid: template.uid, dir: slot.dir });
    for (const image of await readShelfImages(layout)) {
      progress('sandbox disk', `loading ${image.reference}`);
      await pullShelfImage(connectEngine(sandbox.engineSocket), image);
    }
    await sandbox.shutDown();
    // What loading wrote and deleted again becomes holes, so that a copy is fast.
    await runCommand('fstrim', [mountPoint]);
    await runCommand('umount', [mountPoint]);
    // Other than a sandbox's disk, it is there again after a power cut.
    await runCommand('sync', [disk]);
    await rename(disk, template.path);
    progress('sandbox disk', 'ready');
  } finally {
    await shelf?.[Symbol.asyncDispose]();
    await clearSlot(host, slot);
  }
}

async function pullShelfImage(engine: Engine, image: ShelfImage): Promise<void> {
  const pulled = `${shelfRegistry}/base@${image.manifest}`;
  await pullImage(engine, pulled, silenceMs);
  for (const reference of namesOf(image)) await engine.getImage(pulled).tag(splitReference(reference));
  await engine.getImage(pulled).remove();
}
