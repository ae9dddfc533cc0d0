import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { paxEntry, tarEnd, tarEntry } from '@dfm/image/tar/tar-blocks';
import type { TarFields } from '@dfm/image/tar/tar-blocks';

/** Image archives for tests, in which every byte is known. */

/** One entry of a layer. */
export type PlantedFile = [path: string, content: string | Buffer, more?: Partial<TarFields>];

/** The format of the archive and the compression of its layers. */
export interface Packing {
  format: 'docker' | 'oci';
  compression: 'none' | 'gzip' | 'zstd';
}

export interface PlantedImage {
  layers: Buffer[];
  /** The `config` of the configuration document. */
  config?: object;
  /** Replaces the default history, which has one `RUN step <n>` for each layer. */
  history?: { created_by: string; empty_layer?: boolean }[];
  /** Replaces the diff ids of the layers. */
  diffIds?: string[];
}

const compress = {
  none: (layer: Buffer) => layer,
  gzip: (layer: Buffer) => gzipSync(layer),
  zstd: (layer: Buffer) => zstdCompressSync(layer),
};

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function tarOf(files: readonly PlantedFile[]): Buffer {
  return Buffer.concat([
    ...files.flatMap(([name, content, more]) => [
      ...(name.length > 100 ? [paxEntry({ path: name })] : []),
      tarEntry({ name, ...more }, content),
    ]),
    tarEnd,
  ]);
}

/** Blobs first, then the index and, for `docker`, manifest.json, in the order of Docker Engine 25 and later. */
export function imageArchive(
  { layers, config = {}, history, diffIds }: PlantedImage,
  { format, compression }: Packing,
): Buffer {
  const blobs = layers.map(compress[compression]);
  const configJson = JSON.stringify({
    config,
    history: history ?? [
      ...layers.map((_, index) => ({ created_by: `RUN step ${index} # buildkit` })),
      { created_by: 'CMD ["x"]', empty_layer: true },
    ],
    rootfs: { type: 'layers', diff_ids: diffIds ?? layers.map((layer) => `sha256:${sha256(layer)}`) },
  });
  const descriptor = (content: Buffer | string) => ({
    mediaType: 'application/octet-stream',
    digest: `sha256:${sha256(content)}`,
    size: content.length,
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: descriptor(configJson),
    layers: blobs.map(descriptor),
  });
  const blobAt = (content: Buffer | string) => `blobs/sha256/${sha256(content)}`;
  const files = [
    ...new Map(
      [...blobs, configJson, manifest].map((blob): [string, PlantedFile] => [
        blobAt(blob),
        [blobAt(blob), blob],
      ]),
    ).values(),
  ];
  files.push(
    ['oci-layout', '{"imageLayoutVersion":"1.0.0"}'],
    ['index.json', JSON.stringify({ schemaVersion: 2, manifests: [descriptor(manifest)] })],
  );
  if (format === 'docker')
    files.push([
      'manifest.json',
      JSON.stringify([{ Config: blobAt(configJson), RepoTags: null, Layers: blobs.map(blobAt) }]),
    ]);
  return tarOf(files);
}
