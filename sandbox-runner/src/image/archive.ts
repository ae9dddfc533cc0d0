import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { replayLayers } from '@dfm/grading';
import type { ImageConfig, ImageEvidence, Layer, SecretHit } from '@dfm/grading';
import { ImageArchiveError } from './archive-error.ts';
import { ArchiveBudget, defaultArchiveLimits, longestPath } from './archive-limits.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import { sniffBlob, uncompressed } from './blob.ts';
import { LayerScanCache } from './layer-scan-cache.ts';
import { hashLayer, scanLayer } from './layer-scan.ts';
import type { LayerScan } from './layer-scan.ts';
import { findImage, readImageConfig } from './manifest.ts';
import { missingLibraries } from './missing-libraries.ts';
import { secretsInText } from './secret-rules.ts';
import { visitTarEntries } from './tar-entries.ts';

export interface ReadImageOptions {
  /** Uncompressed layer digests of the base image, from the bottom up. The layers shared with them are the base's. */
  baseDiffIds?: readonly string[];
  base?: ImageEvidence['base'];
  limits?: ArchiveLimits;
}

/** About 50 MB when full: a few bases and the layers of the last runs. */
const knownLayers = new LayerScanCache(200_000);

interface Archive {
  documents: Map<string, unknown>;
  layers: Map<string, LayerScan>;
  /** Links between files of the archive: `docker save` of older engines stores a repeated layer once. */
  links: Map<string, string>;
}

/**
 * Reads an image as `docker save` writes it, or an OCI image layout in a tar, as it streams by. Nothing is written anywhere.
 * Layers may be plain, gzip or zstd; each must hash to the diff id that the configuration names.
 * @param source a stream of the archive, or the path of a file
 * @throws ImageArchiveError for anything that is not one whole, consistent image
 */
export async function readImageArchive(source: AsyncIterable<Uint8Array> | string, options: ReadImageOptions = {}): Promise<ImageEvidence> {
  const budget = new ArchiveBudget(options.limits ?? defaultArchiveLimits);
  const baseDiffIds = new Set(options.baseDiffIds);
  const archive = await readParts(typeof source === 'string' ? fileStream(source) : source, budget, baseDiffIds);
  const parts = findImage(archive.documents);
  const configDocument = archive.documents.get(parts.config);
  if (configDocument === undefined) throw new ImageArchiveError('missing-blob', 'The archive lacks the image configuration.');
  const config = readImageConfig(configDocument);
  const scans = parts.layers.map((path) => layerAt(archive, path));
  verifyDiffIds(config, scans);

  const baseLayers = sharedPrefix(config.diffIds, options.baseDiffIds ?? []);
  const createdBy = creators(config);
  const layers: Layer[] = scans.map((scan, index) => ({ diffId: scan.diffId, createdBy: createdBy[index] ?? '', entries: scan.entries }));
  const replay = replayLayers(layers, baseLayers);
  const own = scans.slice(baseLayers);
  const shared = new Map(own.flatMap((scan) => [...scan.shared]));
  const libraryPath = config.env.find((entry) => entry.startsWith('LD_LIBRARY_PATH='))?.slice('LD_LIBRARY_PATH='.length).split(':') ?? [];
  return {
    config,
    layers,
    baseLayers,
    base: options.base,
    secrets: findSecrets(config, scans, baseLayers),
    missingLibraries: missingLibraries(replay, shared, [...libraryPath, ...scans.flatMap((scan) => scan.loaderDirectories)]),
  };
}

async function readParts(source: AsyncIterable<Uint8Array>, budget: ArchiveBudget, baseDiffIds: ReadonlySet<string>): Promise<Archive> {
  const archive: Archive = { documents: new Map(), layers: new Map(), links: new Map() };
  await visitTarEntries(source, async (entry) => {
    budget.spendEntries(1);
    const { name, type, linkname } = entry.header;
    if (name.length > longestPath) throw new ImageArchiveError('bad-entry', `The archive holds a path of ${name.length} characters.`);
    const path = posix.normalize(name);
    if (type === 'symlink' || type === 'link') {
      archive.links.set(path, type === 'symlink' ? posix.join(posix.dirname(path), linkname ?? '') : posix.normalize(linkname ?? ''));
    }
    if (type !== 'file') return;
    const { kind, content } = await sniffBlob(entry as AsyncIterable<Uint8Array>);
    if (kind === 'json') archive.documents.set(path, await readJson(content, path, budget));
    // Old engines write VERSION and the like beside the layers.
    if (kind === 'json' || kind === 'other') return;
    const blobDigest = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1];
    archive.layers.set(path, await readLayer(uncompressed(kind, content), kind === 'tar' && blobDigest !== undefined ? `sha256:${blobDigest}` : undefined, budget, baseDiffIds));
  });
  return archive;
}

/**
 * @param name the digest a plain layer is stored under. By it a layer of the base need not be searched and one seen before need
 * not be read again; so what stands there must be what the name says.
 */
async function readLayer(tar: AsyncIterable<Uint8Array>, name: string | undefined, budget: ArchiveBudget, baseDiffIds: ReadonlySet<string>): Promise<LayerScan> {
  const search = name === undefined || !baseDiffIds.has(name);
  const known = name === undefined ? undefined : knownLayers.get(name, search);
  const scan = known ?? (await scanLayer(tar, budget, search));
  const diffId = known === undefined ? scan.diffId : await hashLayer(tar, budget);
  if (name !== undefined && diffId !== name) throw new ImageArchiveError('digest-mismatch', `The layer stored as ${name} has the digest ${diffId}.`);
  if (known === undefined) knownLayers.set(scan, search);
  else budget.spendEntries(known.entries.length);
  return scan;
}

async function readJson(content: AsyncIterable<Uint8Array>, path: string, budget: ArchiveBudget): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) {
    budget.spendJson(chunk.byteLength);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new ImageArchiveError('bad-archive', `${JSON.stringify(path)} in the archive is not valid JSON.`, { cause: error });
  }
}

function layerAt(archive: Archive, path: string): LayerScan {
  let at = path;
  for (let hops = 0; hops < 8; hops += 1) {
    const scan = archive.layers.get(at);
    if (scan !== undefined) return scan;
    const target = archive.links.get(at);
    if (target === undefined) break;
    at = target;
  }
  throw new ImageArchiveError('missing-blob', `The archive lacks the layer ${JSON.stringify(path)}, or it is no tar.`);
}

/** A layer whose bytes are not what the configuration promises was altered, and what it tells is worth nothing. */
function verifyDiffIds(config: ImageConfig, scans: readonly LayerScan[]): void {
  if (scans.length !== config.diffIds.length) throw new ImageArchiveError('digest-mismatch', `The configuration names ${config.diffIds.length} layers, the manifest ${scans.length}.`);
  for (const [index, scan] of scans.entries()) {
    if (scan.diffId !== config.diffIds[index]) throw new ImageArchiveError('digest-mismatch', `Layer ${index + 1} has the digest ${scan.diffId}; the configuration says ${config.diffIds[index]}.`);
  }
}

function sharedPrefix(diffIds: readonly string[], base: readonly string[]): number {
  const end = diffIds.findIndex((diffId, index) => diffId !== base[index]);
  return end < 0 ? diffIds.length : end;
}

/** History entry of each layer. Aligned from the end: a base may come without history. */
function creators(config: ImageConfig): string[] {
  const made = config.history.filter((entry) => !entry.emptyLayer).map((entry) => entry.createdBy);
  return config.diffIds.map((_, index) => made[made.length - config.diffIds.length + index] ?? '');
}

function findSecrets(config: ImageConfig, scans: readonly LayerScan[], baseLayers: number): SecretHit[] {
  const inLayers = scans.flatMap((scan, layer) => (layer < baseLayers ? [] : scan.secrets.map(({ rule, path }): SecretHit => ({ rule, where: 'layer', layer, path }))));
  const inText = (where: 'env' | 'label' | 'history', texts: string[]) => [...new Set(texts.flatMap(secretsInText))].map((rule): SecretHit => ({ rule, where }));
  return [
    ...inLayers,
    ...inText('env', config.env),
    ...inText('label', Object.entries(config.labels).map(([name, value]) => `${name}=${value}`)),
    ...inText('history', config.history.map((entry) => entry.createdBy)),
  ];
}

async function* fileStream(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
  } catch (error) {
    throw new ImageArchiveError('unreadable', `${path} cannot be read.`, { cause: error });
  }
}
