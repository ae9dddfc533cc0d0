import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/engine-types.ts';
import { saveImage } from '../engine/host.ts';
import type { Progress } from '../host/progress.ts';
import type { DeclaredImage } from './declared.ts';
import type { ShelfLayout } from './layout.ts';
import { storeImage } from './registry-blobs.ts';
import { pullByDigest } from './registry.ts';
import { buildStandIn, type StandInContext } from './stand-in.ts';

/** An image of a shelf, as recorded in images.json. */
const shelfImageSchema = z.object({
  reference: z.string(),
  aliases: z.array(z.string()),
  standIn: z.boolean(),
  /** Digest in the registry; a stand-in has none. */
  digest: z.string().optional(),
  /** Digest of its manifest in the shelf's own registry. */
  manifest: z.string(),
});
export type ShelfImage = z.infer<typeof shelfImageSchema>;

/** Everything needed to put images on a shelf. */
export interface ImageTools<T extends DeclaredImage> {
  engine: Engine;
  layout: ShelfLayout;
  progress: Progress;
  /** Prepares the build context of an image's stand-in; called only if it is needed. */
  prepareStandIn(image: T): Promise<StandInContext>;
}

/**
 * Puts images on the shelf, each once: pulled by digest if a registry answers, otherwise as a stand-in that
 * is built here. If the declaration has no digest, the one that this shelf pulled before is used.
 *
 * @param once does a named step unless it has been done before
 * @throws Error if a registry answers but does not have a declared image, or a stand-in cannot be built
 */
export async function shelveImages<T extends DeclaredImage>(
  tools: ImageTools<T>,
  declared: readonly T[],
  once: (name: string, work: () => Promise<void>) => Promise<void>,
): Promise<ShelfImage[]> {
  const shelved: ShelfImage[] = [];
  for (const image of declared) {
    const record = join(tools.layout.done, `${image.standIn}.json`);
    const read = async () => shelfImageSchema.parse(JSON.parse(await readFile(record, 'utf8')));
    await once(imageStep(image.reference), async () => {
      const before = await read().catch(() => undefined);
      const kept = before?.reference === image.reference ? before.digest : undefined;
      const entry = await shelveImage(tools, image, image.digest ?? kept);
      await mkdir(tools.layout.done, { recursive: true });
      await writeFile(`${record}.new`, JSON.stringify(entry));
      await rename(`${record}.new`, record);
    });
    shelved.push(await read());
  }
  return shelved;
}

/** Name of the step that puts an image on the shelf. */
export function imageStep(reference: string): string {
  return `base ${reference}`.replaceAll(/[/: ]/g, '-');
}

async function shelveImage<T extends DeclaredImage>(
  { engine, layout, progress, prepareStandIn }: ImageTools<T>,
  image: T,
  pin: string | undefined,
): Promise<ShelfImage> {
  const report = (message: string) => progress(`image ${image.reference}`, message);
  const name = image.reference.replaceAll(/[/:]/g, '-');
  const savedAs = `dfm-shelf:${name}`;
  const digest = await pullByDigest(engine, image.reference, pin, savedAs, report);
  if (digest === undefined) {
    const context = await prepareStandIn(image);
    report(`building a stand-in (stage ${image.standIn})`);
    await buildStandIn(engine, context, image.standIn, savedAs);
  }
  report('saving');
  await mkdir(layout.work, { recursive: true });
  const archive = join(layout.work, `${name}.tar`);
  await saveImage(engine, savedAs, archive);
  await engine.getImage(savedAs).remove();
  report('compressing');
  const manifest = await storeImage(layout, archive);
  await rm(archive);
  return {
    reference: image.reference,
    aliases: image.aliases,
    standIn: digest === undefined,
    digest,
    manifest,
  };
}

/**
 * Reads the record of a prepared shelf's images.
 *
 * @throws Error if the shelf was never prepared
 */
export async function readShelfImages(layout: ShelfLayout): Promise<ShelfImage[]> {
  return readRecord(layout.imagesRecord);
}

/** Reads the record of the images of services; none as long as they are not prepared. */
export async function readServiceImages(layout: ShelfLayout): Promise<ShelfImage[]> {
  return existsSync(layout.servicesRecord) ? readRecord(layout.servicesRecord) : [];
}

async function readRecord(path: string): Promise<ShelfImage[]> {
  return z.array(shelfImageSchema).parse(JSON.parse(await readFile(path, 'utf8')));
}

/** Records which images sandboxes can use. If the record exists, the rest of the shelf is complete. */
export async function recordImages(layout: ShelfLayout, images: readonly ShelfImage[]): Promise<void> {
  await writeRecord(layout.imagesRecord, images);
}

/** Records the images of services that sandboxes can pull. */
export async function recordServiceImages(layout: ShelfLayout, images: readonly ShelfImage[]): Promise<void> {
  await writeRecord(layout.servicesRecord, images);
}

async function writeRecord(path: string, images: readonly ShelfImage[]): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(images, null, 2)}\n`);
  await rename(`${path}.new`, path);
}
