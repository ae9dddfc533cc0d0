import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { pullImage } from '../../engine/host.ts';
import { splitReference } from '../../engine/reference.ts';
import { withLock } from '../../host/exclusive-lock.ts';
import type { Progress } from '../../host/progress.ts';
import { namesOf } from '../../shelf/declared.ts';
import { readShelfImages, type ShelfImage } from '../../shelf/images.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { shelfRegistry } from '../../shelf/server.ts';
import { readCourseRecord } from './course-template.ts';
import type { DiskMounts } from './disk-mounts.ts';
import { makeDisk, reserveRoom } from './disk.ts';
import { makeFilledDisk } from './filled-disk.ts';
import { retireOld } from './retire.ts';
import { sandboxesDir } from './sandbox-dirs.ts';
import { type Template, templateExists, templateOf } from './template.ts';

/** A pull from the shelf without progress for this long will not finish. */
const silenceMs = 60_000;

/**
 * Creates the template unless it exists: starts a sandbox on an empty disk and loads the shelf's images into
 * it. Removes older templates that are not in use.
 */
export async function makeTemplate(
  host: Engine,
  env: RunnerEnv,
  kind: DiskMounts['kind'],
  progress: Progress,
): Promise<void> {
  const dir = sandboxesDir(env.DATA_DIR);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await withLock(
    join(dir, 'template.lock'),
    () => progress('sandbox disk', 'waiting for another process that is creating it'),
    async () => {
      const template = await templateOf(env);
      await makeIfMissing(host, env, template, kind, progress);
      await retireOld(host, {
        ...template,
        courseLayers: (await readCourseRecord(env.DATA_DIR, template))?.path,
      });
    },
  );
}

async function makeIfMissing(
  host: Engine,
  env: RunnerEnv,
  template: Template,
  kind: DiskMounts['kind'],
  progress: Progress,
): Promise<void> {
  if (await templateExists(template)) {
    progress('sandbox disk', 'already exists');
    return;
  }
  progress('sandbox disk', 'starting an engine on an empty disk');
  await makeFilledDisk(host, env, {
    ...template,
    kind,
    to: template.path,
    begin: async (disk) => {
      // Twice as large, with one half reserved for the course's layers. A sandbox without them cannot use it.
      await makeDisk(disk, 2 * env.SANDBOX_DISK_MB);
      await reserveRoom(disk, env.SANDBOX_DISK_MB);
    },
    fill: async (engine) => {
      for (const image of await readShelfImages(shelfLayout(env.SHELF_DIR))) {
        progress('sandbox disk', `loading ${image.reference}`);
        await pullShelfImage(engine, image);
      }
    },
  });
  progress('sandbox disk', 'ready');
}

async function pullShelfImage(engine: Engine, image: ShelfImage): Promise<void> {
  const pulled = `${shelfRegistry}/base@${image.manifest}`;
  await pullImage(engine, pulled, silenceMs);
  for (const reference of namesOf(image)) await engine.getImage(pulled).tag(splitReference(reference));
  await engine.getImage(pulled).remove();
}
