import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from './digest.ts';
import type { ImageName } from './image-name.ts';
import { gzip, tar } from './reproducible-tar.ts';

/** manifest.json of `docker save`, which every version of the engine writes. */
const savedSchema = z.tuple([z.object({ Config: z.string(), Layers: z.array(z.string()) })]);

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

const OCI = 'application/vnd.oci.image';

/**
 * Packs what `docker save` wrote as an OCI image layout, with compressed layers. `docker load` accepts it
 * too, because it also has the manifest.json that older engines read. The same image gives the same bytes,
 * whichever version of the engine saved it.
 *
 * @param saved folder with the unpacked output of `docker save` for one image
 * @param work an empty folder
 */
export async function packOciArchive(
  archive: string,
  { saved, work, name, seconds }: { saved: string; work: string; name: ImageName; seconds: number },
): Promise<void> {
  const [{ Config, Layers }] = savedSchema.parse(
    JSON.parse(await readFile(join(saved, 'manifest.json'), 'utf8')),
  );
  const blobs = join(work, 'blobs/sha256');
  await mkdir(blobs, { recursive: true });
  const incoming = join(work, 'incoming');
  const take = async (mediaType: string): Promise<Descriptor> => {
    const [hex, { size }] = await Promise.all([sha256(incoming), stat(incoming)]);
    await rename(incoming, join(blobs, hex));
    return { mediaType, digest: `sha256:${hex}`, size };
  };
  const takeJson = async (mediaType: string, content: unknown) => {
    await writeFile(incoming, JSON.stringify(content));
    return take(mediaType);
  };

  await copyFile(join(saved, Config), incoming);
  const config = await take(`${OCI}.config.v1+json`);
  const layers: Descriptor[] = [];
  for (const layer of Layers) {
    await gzip(join(saved, layer), incoming);
    layers.push(await take(`${OCI}.layer.v1.tar+gzip`));
  }
  const manifest = await takeJson(`${OCI}.manifest.v1+json`, {
    schemaVersion: 2,
    mediaType: `${OCI}.manifest.v1+json`,
    config,
    layers,
  });
  const annotations = {
    'io.containerd.image.name': name.full,
    'org.opencontainers.image.ref.name': name.tag,
  };
  const pathOf = ({ digest }: Descriptor) => `blobs/${digest.replace(':', '/')}`;
  const files = {
    'oci-layout': { imageLayoutVersion: '1.0.0' },
    'index.json': { schemaVersion: 2, manifests: [{ ...manifest, annotations }] },
    'manifest.json': [{ Config: pathOf(config), RepoTags: [name.short], Layers: layers.map(pathOf) }],
  };
  for (const [file, content] of Object.entries(files))
    await writeFile(join(work, file), JSON.stringify(content));
  await tar(archive, work, ['blobs', ...Object.keys(files)], seconds);
}
