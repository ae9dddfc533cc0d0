import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../../config/env.ts';
import { namesOf } from '../../shelf/declared.ts';
import { readShelfImages } from '../../shelf/images.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { type CourseSteps, noCourseSteps } from '../sandbox.ts';
import { diskFolderOf } from './disk-folder.ts';
import { sandboxImageTag } from './image.ts';
import { sandboxesDir } from './sandbox-dirs.ts';
import { uidOfSlot } from './uid-range.ts';

/** A disk with the base images in the engine's data root. Every sandbox starts on a copy of it. */
export interface Template {
  path: string;
  /** First UID of the range that owns its files. */
  uid: number;
  image: string;
  /** Names of the base images on it. */
  bases: string[];
  courseSteps: CourseSteps;
}

/** The template for this sandbox image, shelf and disk size. It may not have been created yet. */
export async function templateOf(env: RunnerEnv): Promise<Template> {
  const image = await sandboxImageTag();
  const images = await readShelfImages(shelfLayout(env.SHELF_DIR));
  const identity = JSON.stringify([image, images, env.SANDBOX_DISK_MB, env.SANDBOX_UID_BASE]);
  const name = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return {
    path: join(diskFolderOf(sandboxesDir(env.DATA_DIR)), `template-${name}.ext4`),
    uid: uidOfSlot(env.SANDBOX_UID_BASE, 0),
    image,
    bases: images.flatMap(namesOf),
    courseSteps: noCourseSteps,
  };
}

export async function templateExists(template: Pick<Template, 'path'>): Promise<boolean> {
  return access(template.path).then(
    () => true,
    () => false,
  );
}
