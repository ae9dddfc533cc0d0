import { createHash } from 'node:crypto';
import type { ImageConfig, ImageEvidence } from '@dfm/grading';
import { imageEvidence, type ImageSetting } from '../evidence/evidence.ts';
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

/** An engine's images in parts, so that a layer seen before need not be read again. */
export interface ImageStore {
  /** A manifest, a configuration or a layer as it is stored, by the digest of its bytes. */
  blob(digest: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** About 50 MB when full: a few bases and the layers of the last runs. */
const knownLayers = new LayerScanCache(200_000);

/**
 * The manifest of an image that an engine with containerd's store built: the image's id is the digest of it,
 * or of an index that names it.
 *
 * @throws ImageArchiveError when what is stored is not one image; whatever the store throws
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
 * Reads an image from the store of the engine that built it. `docker save` would send every layer, those of
 * the base too; here only layers that this process has not seen are read. What is read must hash to the
 * digest that names it.
 *
 * @throws ImageArchiveError when it does not, or when the image costs more than it may; whatever the store
 *   throws
 */
export async function readStoredImage(
  store: ImageStore,
  imageId: string,
  setting: Omit<ImageSetting, 'configBytes'>,
  signal: AbortSignal,
): Promise<ImageEvidence> {
  signal.throwIfAborted();
  const budget = new ArchiveBudget(runArchiveLimits);
  const manifest = await readStoredManifest(store, imageId, signal, budget);
  const document = await storedDocument(store, manifest.config.digest, signal, budget);
  const config = readImageConfig(document);
  const scans = await scansOf(store, manifest, config, setting, budget, signal);
  return imageEvidence(config, scans, { ...setting, configBytes: configBytes(document) });
}

/** Reads the layers of an image that others are built on, so that the first of them need not wait for it. */
export async function readStoredBase(store: ImageStore, imageId: string, signal: AbortSignal): Promise<void> {
  const budget = new ArchiveBudget(runArchiveLimits);
  const manifest = await readStoredManifest(store, imageId, signal, budget);
  const config = readImageConfig(await storedDocument(store, manifest.config.digest, signal, budget));
  await scansOf(store, manifest, config, { baseDiffIds: config.diffIds }, budget, signal);
}

/** What is in each layer, from the base up. */
async function scansOf(
  store: ImageStore,
  manifest: ImageManifest,
  config: ImageConfig,
  setting: Pick<ImageSetting, 'baseDiffIds' | 'canaries'>,
  budget: ArchiveBudget,
  signal: AbortSignal,
): Promise<LayerScan[]> {
  if (config.diffIds.length !== manifest.layers.length)
    throw new ImageArchiveError(
      'digest-mismatch',
      `The configuration names ${config.diffIds.length} layers, the manifest ${manifest.layers.length}.`,
    );
  const baseDiffIds = new Set(setting.baseDiffIds);
  const scans: LayerScan[] = [];
  for (const [index, { digest }] of manifest.layers.entries()) {
    const diffId = config.diffIds[index]!;
    const search = !baseDiffIds.has(diffId);
    // A base was there before the first secret was made up.
    const canaries = search ? (setting.canaries ?? noCanaries) : noCanaries;
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
        `Layer ${index + 1} has the digest ${scan.diffId}; the configuration says ${diffId}.`,
      );
    // What stayed unsearched at the limit depends on the layers before it as well.
    if (!scan.unsearched.some(({ reason }) => reason === 'limit'))
      knownLayers.set(scan, search, canaries.key);
    scans.push(scan);
  }
  return scans;
}

/** The tar of a layer: as built here, or unpacked where a base came compressed. */
async function* layerOf(store: ImageStore, digest: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const { kind, content } = await sniffBlob(store.blob(digest, signal));
  if (kind === 'json' || kind === 'other')
    throw new ImageArchiveError('missing-blob', `The store lacks the layer ${digest}, or it is no tar.`);
  yield* uncompressed(kind, content);
}

/** What runs in a sandbox may answer without end. */
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
        'The history of the image is longer than any image needs. It repeats every build argument in each RUN step after it: make long values of ARG shorter, or put them into files that COPY brings in.',
      );
    budget.spendJson(chunk.byteLength);
    chunks.push(chunk);
  }
  const document = Buffer.concat(chunks);
  if (`sha256:${createHash('sha256').update(document).digest('hex')}` !== digest)
    throw new ImageArchiveError('digest-mismatch', `What is stored as ${digest} has another digest.`);
  return parseJson(document, digest);
}
