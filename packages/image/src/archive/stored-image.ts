import { createHash } from 'node:crypto';
import type { ImageConfig, ImageEvidence } from '@dfm/grading';
import { imageEvidence, type EvidenceOptions } from '../evidence/evidence.ts';
import { LayerScanCache } from '../layers/layer-scan-cache.ts';
import { scanLayer, type LayerScan } from '../layers/layer-scan.ts';
import { noCanaries } from '../secrets/canaries.ts';
import { ImageArchiveError } from '../tar/archive-error.ts';
import { ArchiveBudget, runArchiveLimits } from '../tar/archive-limits.ts';
import { sniffBlob, uncompressed } from '../tar/blob.ts';
import { parseJson } from './archive-documents.ts';
import {
  configBytes,
  type ImageManifest,
  imageOfIndex,
  isIndex,
  readImageConfig,
  readManifest,
} from './manifest.ts';

/** Access to the parts of an engine's images, so that known layers do not have to be read again. */
export interface ImageStore {
  /** Reads a manifest, a configuration or a layer as stored, by the digest of its bytes. */
  blob(digest: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** About 50 MB when full: a few base images and the layers of the last runs. */
const knownLayers = new LayerScanCache(200_000);

/**
 * The manifest of an image that was built by an engine with containerd's store. The image id is the digest of
 * the manifest, or of an index that names it.
 *
 * @throws ImageArchiveError if the content is not one image; whatever the store throws
 */
export async function readStoredManifest(
  store: ImageStore,
  imageId: string,
  signal: AbortSignal,
  budget = new ArchiveBudget(runArchiveLimits),
): Promise<ImageManifest> {
  const document = await storedDocument(store, imageId, signal, budget);
  return readManifest(
    isIndex(document) ? await storedDocument(store, imageOfIndex(document), signal, budget) : document,
  );
}

/**
 * Reads an image from the store of the engine that built it. `docker save` would send every layer, including
 * those of the base; this reads only layers that this process has not seen. Everything read must match the
 * digest that names it.
 *
 * @throws ImageArchiveError if it does not, or if the image exceeds the limits; whatever the store throws
 */
export async function readStoredImage(
  store: ImageStore,
  imageId: string,
  options: Omit<EvidenceOptions, 'configBytes'>,
  signal: AbortSignal,
): Promise<ImageEvidence> {
  signal.throwIfAborted();
  const budget = new ArchiveBudget(runArchiveLimits);
  const manifest = await readStoredManifest(store, imageId, signal, budget);
  const document = await storedDocument(store, manifest.config.digest, signal, budget);
  const config = readImageConfig(document);
  const scans = await scansOf(store, manifest, config, options, budget, signal);
  return imageEvidence(config, scans, { ...options, configBytes: configBytes(document) });
}

/** Reads the layers of a base image in advance, so that the first image built on it does not have to wait. */
export async function readStoredBase(store: ImageStore, imageId: string, signal: AbortSignal): Promise<void> {
  const budget = new ArchiveBudget(runArchiveLimits);
  const manifest = await readStoredManifest(store, imageId, signal, budget);
  const config = readImageConfig(await storedDocument(store, manifest.config.digest, signal, budget));
  await scansOf(store, manifest, config, { baseDiffIds: config.diffIds }, budget, signal);
}

/** The content of each layer, from the base up. */
async function scansOf(
  store: ImageStore,
  manifest: ImageManifest,
  config: ImageConfig,
  options: Pick<EvidenceOptions, 'baseDiffIds' | 'canaries'>,
  budget: ArchiveBudget,
  signal: AbortSignal,
): Promise<LayerScan[]> {
  if (config.diffIds.length !== manifest.layers.length)
    throw new ImageArchiveError(
      'digest-mismatch',
      `The configuration names ${config.diffIds.length} layers, but the manifest names ${manifest.layers.length}.`,
    );
  const baseDiffIds = new Set(options.baseDiffIds);
  const scans: LayerScan[] = [];
  for (const [index, { digest }] of manifest.layers.entries()) {
    const diffId = config.diffIds[index]!;
    const search = !baseDiffIds.has(diffId);
    // The base existed before the first canary was created.
    const canaries = search ? (options.canaries ?? noCanaries) : noCanaries;
    const known = knownLayers.get(diffId, search, canaries.key);
    if (known !== undefined) {
      budget.spendEntries(known.entries.length);
      scans.push(known);
      continue;
    }
    const scan = await scanLayer(layerOf(store, digest, signal), budget, search, canaries);
    if (scan.diffId !== diffId)
      throw new ImageArchiveError(
        'digest-mismatch',
        `Layer ${index + 1} has the digest ${scan.diffId}, but the configuration names ${diffId}.`,
      );
    // What remained unsearched because of the limit also depends on the layers before it.
    if (!scan.unsearched.some(({ reason }) => reason === 'limit'))
      knownLayers.set(scan, search, canaries.key);
    scans.push(scan);
  }
  return scans;
}

/** The tar of a layer: as built here, or decompressed if it belongs to a compressed base. */
async function* layerOf(store: ImageStore, digest: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const { kind, content } = await sniffBlob(store.blob(digest, signal));
  if (kind === 'json' || kind === 'other')
    throw new ImageArchiveError(
      'missing-blob',
      `The layer ${digest} is missing from the store, or is not a tar.`,
    );
  yield* uncompressed(kind, content);
}

/** Reads a document with a size limit, because a store in a sandbox could send data forever. */
async function storedDocument(
  store: ImageStore,
  digest: string,
  signal: AbortSignal,
  budget: ArchiveBudget,
): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of store.blob(digest, signal)) {
    if (chunk.byteLength > budget.roomForJson())
      throw new ImageArchiveError(
        'too-large',
        'The history of the image is too long. It repeats every build argument in each RUN step after it. Shorten long ARG values, or put them in files and COPY those.',
      );
    budget.spendJson(chunk.byteLength);
    chunks.push(chunk);
  }
  const document = Buffer.concat(chunks);
  if (`sha256:${createHash('sha256').update(document).digest('hex')}` !== digest)
    throw new ImageArchiveError('digest-mismatch', `The content stored as ${digest} has a different digest.`);
  return parseJson(document, digest);
}
