import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine-types.ts';
import { pullImage, saveImage } from '../engine/host.ts';
import type { Progress } from '../host/progress.ts';
import type { DeclaredImage } from './declared.ts';
import type { ShelfLayout } from './layout.ts';
import { buildStandIn } from './stand-in.ts';

/** One image of a shelf, as images.json records it. */
export const shelfImageSchema = z.object({
  reference: z.string(),
  aliases: z.array(z.string()),
  standIn: z.boolean(),
  /** Digest in the registry; a stand-in has none. */
  digest: z.string().optional(),
  imageId: z.string(),
  /** Name the image has inside the tar file. */
  savedAs: z.string(),
  /** Relative to the shelf. */
  tar: z.string(),
});
export type ShelfImage = z.infer<typeof shelfImageSchema>;

/** Puts one image on the shelf as a tar file. @param pulls whether a registry answers */
export async function shelveImage(engine: Engine, layout: ShelfLayout, image: DeclaredImage, pulls: boolean, progress: Progress): Promise<ShelfImage> {
  const step = `image ${image.reference}`;
  const name = image.reference.replaceAll(/[/:]/g, '-');
  const savedAs = `dfm-shelf/${image.reference}`;
  if (pulls) {
    progress(step, 'pulling');
    const pulled = image.digest === undefined ? image.reference : `${image.reference.split(':')[0]}@${image.digest}`;
    await pullImage(engine, pulled, 20_000);
    const [repo = '', tag = ''] = savedAs.split(':');
    await engine.getImage(pulled).tag({ repo, tag });
  } else {
    progress(step, `building a stand-in (stage ${image.standIn})`);
    await buildStandIn(engine, layout, image.standIn, savedAs);
  }
  progress(step, 'saving');
  const found = await engine.getImage(savedAs).inspect();
  const tar = join('images', `${name}.tar`);
  const path = join(layout.images, `${name}.tar`);
  await mkdir(layout.images, { recursive: true });
  await saveImage(engine, savedAs, `${path}.new`);
  await rename(`${path}.new`, path);
  await engine.getImage(savedAs).remove();
  const digest = found.RepoDigests?.[0]?.split('@')[1];
  return { reference: image.reference, aliases: image.aliases, standIn: !pulls, digest, imageId: found.Id, savedAs, tar };
}

/** Whether a registry answers for the image within a few seconds. */
export async function registryAnswers(engine: Engine, reference: string, timeoutMs: number): Promise<boolean> {
  const abortSignal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    engine.modem.dial({ path: `/distribution/${reference}/json`, method: 'GET', abortSignal, statusCodes: { 200: true } }, (error) => resolve(!error));
  });
}

/** Records what is on the shelf; its presence means the shelf is whole. */
export async function recordImages(layout: ShelfLayout, images: readonly ShelfImage[]): Promise<void> {
  await writeFile(`${layout.imagesRecord}.new`, `${JSON.stringify(images, null, 2)}\n`);
  await rename(`${layout.imagesRecord}.new`, layout.imagesRecord);
}
