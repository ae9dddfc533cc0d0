import { createHash } from 'node:crypto';
import type { ImageEvidence } from '@dfm/grading';
import { parseJson } from './archive-documents.ts';
import { ImageArchiveError } from './archive-error.ts';
import { ArchiveBudget, runArchiveLimits } from './archive-limits.ts';
import { noCanaries } from './canaries.ts';
import { imageEvidence, type ImageSetting } from './evidence.ts';
import { LayerScanCache } from './layer-scan-cache.ts';
import { scanLayer, type LayerScan } from './layer-scan.ts';
import { configBytes, readImageConfig } from './manifest.ts';

/** An engine's images in parts, so that a layer seen before need not be read again. */
export interface ImageStore {
  /** The configuration document of an image, by the image's id. */
  config(imageId: string, signal: AbortSignal): Promise<Uint8Array>;
  /** The uncompressed tar of a layer, by its chain id: the digest of the layer and all below it. */
  layer(chainId: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** About 50 MB when full: a few bases and the layers of the last runs. */
const knownLayers = new LayerScanCache(200_000);

/**
 * Reads an image from the store of the engine that built it. `docker save` would write every layer to a file and send it, those of
 * the base too; here only layers that this process has not seen are read. What is read must hash to the digest that names it.
 * @throws ImageArchiveError when it does not, or when the image costs more than it may; whatever the store throws
 */
export async function readStoredImage(store: ImageStore, imageId: string, setting: Omit<ImageSetting, 'configBytes'>, signal: AbortSignal): Promise<ImageEvidence> {
  signal.throwIfAborted();
  const budget = new ArchiveBudget(runArchiveLimits);
  const document = await store.config(imageId, signal);
  budget.spendJson(document.byteLength);
  if (digestOf(document) !== imageId) throw new ImageArchiveError('digest-mismatch', `The configuration of ${imageId} has another digest.`);
  const parsed = parseJson(document, imageId);
  const config = readImageConfig(parsed);
  const baseDiffIds = new Set(setting.baseDiffIds);
  const scans: LayerScan[] = [];
  let chainId = '';
  for (const diffId of config.diffIds) {
    chainId = chainId === '' ? diffId : digestOf(`${chainId} ${diffId}`);
    const search = !baseDiffIds.has(diffId);
    // A base was there before the first secret was made up.
    const canaries = search ? (setting.canaries ?? noCanaries) : noCanaries;
    const known = knownLayers.get(diffId, search, canaries.key);
    if (known !== undefined) {
      budget.spendEntries(known.entries.length);
      scans.push(known);
      continue;
    }
    const scan = await scanLayer(store.layer(chainId, signal), budget, search, canaries);
    if (scan.diffId !== diffId) throw new ImageArchiveError('digest-mismatch', `Layer ${scans.length + 1} has the digest ${scan.diffId}; the configuration says ${diffId}.`);
    // What stayed unsearched at the limit depends on the layers before it as well.
    if (!scan.unsearched.some(({ reason }) => reason === 'limit')) knownLayers.set(scan, search, canaries.key);
    scans.push(scan);
  }
  return imageEvidence(config, scans, { ...setting, configBytes: configBytes(parsed) });
}

/** Chain ids as the OCI image specification defines them (config.md, "Layer ChainID"). */
function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
