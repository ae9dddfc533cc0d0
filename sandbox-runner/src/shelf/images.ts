import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine-types.ts';
import { saveImage } from '../engine/host.ts';
import type { Progress } from '../host/progress.ts';
import type { DeclaredImage } from './declared.ts';
import type { ShelfLayout } from './layout.ts';
import { pullByDigest } from './registry.ts';
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

/** What images are made with. */
export interface ImageTools {
  engine: Engine;
  layout: ShelfLayout;
  progress: Progress;
  /** Lays out what stand-ins are built from; called only where one is needed. */
  layOutStandIns(): Promise<void>;
}

/**
 * Puts images on the shelf, each once: pulled by digest where a registry answers, else a stand-in built here. A digest
 * that this shelf has pulled before is kept where the declaration names none.
 * @param once does a named step unless it was done before
 * @throws Error where a registry answers and lacks what is declared, or a stand-in cannot be built
 */
export async function shelveImages(tools: ImageTools, declared: readonly DeclaredImage[], once: (name: string, work: () => Promise<void>) => Promise<void>): Promise<ShelfImage[]> {
  const shelved: ShelfImage[] = [];
  for (const image of declared) {
    const record = join(tools.layout.done, `${image.standIn}.json`);
    const read = async () => shelfImageSchema.parse(JSON.parse(await readFile(record, 'utf8')));
    await once(`image ${image.reference}`.replaceAll(/[/: ]/g, '-'), async () => {
      const before = await read().catch(() => undefined);
      const kept = before?.reference === image.reference ? before.digest : undefined;
      const entry = await shelveImage(tools, image, image.digest ?? kept);
      await mkdir(tools.layout.done, { recursive: true });
      await writeFile(record, JSON.stringify(entry));
    });
    shelved.push(await read());
  }
  return shelved;
}

async function shelveImage({ engine, layout, progress, layOutStandIns }: ImageTools, image: DeclaredImage, pin: string | undefined): Promise<ShelfImage> {
  const tell = (message: string) => progress(`image ${image.reference}`, message);
  const name = image.reference.replaceAll(/[/:]/g, '-');
  const savedAs = `dfm-shelf:${name}`;
  const digest = await pullByDigest(engine, image.reference, pin, savedAs, tell);
  if (digest === undefined) {
    await layOutStandIns();
    tell(`building a stand-in (stage ${image.standIn})`);
    await buildStandIn(engine, layout, image.standIn, savedAs);
  }
  tell('saving');
  const { Id: imageId } = await engine.getImage(savedAs).inspect();
  const tar = join('images', `${name}.tar`);
  const path = join(layout.images, `${name}.tar`);
  await mkdir(layout.images, { recursive: true });
  await saveImage(engine, savedAs, `${path}.new`);
  await rename(`${path}.new`, path);
  await engine.getImage(savedAs).remove();
  return { reference: image.reference, aliases: image.aliases, standIn: digest === undefined, digest, imageId, savedAs, tar };
}

/** Records what is on the shelf; its presence means the shelf is whole. */
export async function recordImages(layout: ShelfLayout, images: readonly ShelfImage[]): Promise<void> {
  await writeFile(`${layout.imagesRecord}.new`, `${JSON.stringify(images, null, 2)}\n`);
  await rename(`${layout.imagesRecord}.new`, layout.imagesRecord);
}
