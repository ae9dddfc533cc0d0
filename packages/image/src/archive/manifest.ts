import { posix } from 'node:path';
import type { ImageConfig } from '@dfm/grading';
import { z } from 'zod';
import { ImageArchiveError } from '../tar/archive-error.ts';

/** Paths in the archive of the parts of one image, layers from the base up. */
export interface ImageParts {
  config: string;
  layers: string[];
}

/** JSON files of an archive by path; undefined if there is none. */
interface Documents {
  get(path: string): unknown;
}

const dockerManifestSchema = z.array(
  z.object({ Config: z.string(), Layers: z.array(z.string()).nullable() }),
);
const descriptorSchema = z.object({
  mediaType: z.string().optional(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number().int().nonnegative(),
  platform: z.object({ architecture: z.string() }).optional(),
});
const indexSchema = z.object({ manifests: z.array(descriptorSchema) });
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema) });
/** Descriptors of an image's configuration and of its layers, from the base up. Sizes are in bytes, as stored. */
export type ImageManifest = z.infer<typeof manifestSchema>;
const configSchema = z.object({
  config: z
    .object({
      User: z.string().nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish(),
      WorkingDir: z.string().nullish(),
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  history: z
    .array(z.object({ created_by: z.string().nullish(), empty_layer: z.boolean().nullish() }))
    .nullish(),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }),
});

/**
 * Finds the one image of an archive: by `manifest.json` (docker save) or by `index.json` (OCI image layout).
 *
 * @throws ImageArchiveError if there is no image, if there are several, or if a manifest does not follow its
 *   format
 */
export function findImage(documents: Documents): ImageParts {
  const docker = documents.get('manifest.json');
  if (docker !== undefined) {
    const [image, ...others] = parse(dockerManifestSchema, docker, 'manifest.json');
    if (image === undefined) throw new ImageArchiveError('not-an-image', 'The archive contains no image.');
    if (others.length > 0)
      throw new ImageArchiveError(
        'several-images',
        `The archive contains ${others.length + 1} images. Save one image with one reference.`,
      );
    return {
      config: posix.normalize(image.Config),
      layers: (image.Layers ?? []).map((path) => posix.normalize(path)),
    };
  }
  const index = documents.get('index.json');
  if (index === undefined)
    throw new ImageArchiveError(
      'not-an-image',
      'This is not an image archive: it contains neither manifest.json nor index.json.',
    );
  const manifest = readManifest(imageManifest(index, documents, 0));
  return {
    config: blobPath(manifest.config.digest),
    layers: manifest.layers.map((layer) => blobPath(layer.digest)),
  };
}

/** Follows nested indexes to the manifest of the image. */
function imageManifest(index: unknown, documents: Documents, depth: number): unknown {
  if (depth > 3)
    throw new ImageArchiveError('bad-archive', 'The image indexes of the archive are nested too deeply.');
  const digest = imageOfIndex(index);
  const document = documents.get(blobPath(digest));
  if (document === undefined)
    throw new ImageArchiveError('missing-blob', `The manifest ${digest} is missing from the archive.`);
  return isIndex(document) ? imageManifest(document, documents, depth + 1) : document;
}

/** Whether a document is an index, as in an image with attestations or for several platforms. */
export function isIndex(document: unknown): boolean {
  return indexSchema.safeParse(document).success;
}

/**
 * Digest of the one image that an index names. Attestations are also manifests, with the platform `unknown`.
 *
 * @throws ImageArchiveError if there is no image, or if there are several
 */
export function imageOfIndex(index: unknown): string {
  const named = parse(indexSchema, index, 'index.json').manifests.filter(
    (manifest) => manifest.platform?.architecture !== 'unknown',
  );
  // An image saved under two names is listed twice.
  const digests = [...new Set(named.map(({ digest }) => digest))];
  if (digests.length > 1)
    throw new ImageArchiveError(
      'several-images',
      `The archive contains ${digests.length} images. Save one image for one platform.`,
    );
  const [digest] = digests;
  if (digest === undefined) throw new ImageArchiveError('not-an-image', 'The archive contains no image.');
  return digest;
}

/** @throws ImageArchiveError if the document is not the manifest of an image */
export function readManifest(document: unknown): ImageManifest {
  return parse(manifestSchema, document, 'the image manifest');
}

/** @throws ImageArchiveError if the document is not an image configuration */
export function readImageConfig(document: unknown): ImageConfig {
  const { config, history, rootfs } = parse(configSchema, document, 'the image configuration');
  return {
    user: config?.User ?? '',
    entrypoint: config?.Entrypoint ?? null,
    cmd: config?.Cmd ?? null,
    env: config?.Env ?? [],
    labels: config?.Labels ?? {},
    healthcheck: config?.Healthcheck?.Test ?? null,
    workdir: config?.WorkingDir ?? '',
    ports: Object.keys(config?.ExposedPorts ?? {}).sort(),
    history: (history ?? []).map((entry) => ({
      createdBy: entry.created_by ?? '',
      emptyLayer: entry.empty_layer ?? false,
    })),
    diffIds: rootfs.diff_ids ?? [],
  };
}

/** Bytes of a configuration without its dates, because their number of digits differs from build to build. */
export function configBytes(document: unknown): number {
  return Buffer.byteLength(
    JSON.stringify(document, (key, value: unknown) => (key === 'created' ? undefined : value)),
  );
}

function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new ImageArchiveError('bad-archive', `In the archive, ${what} does not follow its format.`, {
      cause: parsed.error,
    });
  return parsed.data;
}
