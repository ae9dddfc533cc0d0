import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import type { ImageConfig, ImageEvidence } from '@dfm/grading';
import { imageEvidence } from '../evidence/evidence.ts';
import type { BaseImage } from '../evidence/evidence.ts';
import { scanLayer } from '../layers/layer-scan.ts';
import type { LayerScan } from '../layers/layer-scan.ts';
import { ImageArchiveError } from '../tar/archive-error.ts';
import { ArchiveBudget, defaultArchiveLimits, maxPath } from '../tar/archive-limits.ts';
import type { ArchiveLimits } from '../tar/archive-limits.ts';
import { sniffBlob, uncompressed } from '../tar/blob.ts';
import { visitTarEntries } from '../tar/tar-entries.ts';
import { ArchiveDocuments } from './archive-documents.ts';
import { configBytes, findImage, readImageConfig } from './manifest.ts';

export interface ReadImageOptions extends BaseImage {
  limits?: ArchiveLimits;
}

interface StoredLayer {
  scan: LayerScan;
  /** Size of the blob; undefined if it is not compressed. */
  compressedBytes: number | undefined;
}

interface Archive {
  documents: ArchiveDocuments;
  layers: Map<string, StoredLayer>;
  /** Links between files of the archive, because `docker save` of older engines stores a repeated layer once. */
  links: Map<string, string>;
}

/**
 * Reads an image from a stream, as written by `docker save` or as an OCI image layout in a tar. Nothing is
 * written to disk. Layers may be uncompressed, gzip or zstd; each must have the diff id that the
 * configuration names.
 *
 * @param source a stream of the archive, or the path of a file
 * @throws ImageArchiveError for anything that is not one complete, consistent image
 */
export async function readImageArchive(
  source: AsyncIterable<Uint8Array> | string,
  options: ReadImageOptions = {},
): Promise<ImageEvidence> {
  const budget = new ArchiveBudget(options.limits ?? defaultArchiveLimits);
  const baseDiffIds = new Set(options.baseDiffIds);
  const archive = await readParts(
    typeof source === 'string' ? fileStream(source) : source,
    budget,
    baseDiffIds,
  );
  const parts = findImage(archive.documents);
  const configDocument = archive.documents.get(parts.config);
  if (configDocument === undefined)
    throw new ImageArchiveError('missing-blob', 'The image configuration is missing from the archive.');
  const config = readImageConfig(configDocument);
  const stored = parts.layers.map((path) => layerAt(archive, path));
  const scans = stored.map(({ scan }) => scan);
  verifyDiffIds(config, scans);
  const evidence = await imageEvidence(config, scans, {
    ...options,
    configBytes: configBytes(configDocument),
  });
  return {
    ...evidence,
    layers: evidence.layers.map((layer, index) => ({
      ...layer,
      compressedBytes: stored[index]?.compressedBytes,
    })),
  };
}

async function readParts(
  source: AsyncIterable<Uint8Array>,
  budget: ArchiveBudget,
  baseDiffIds: ReadonlySet<string>,
): Promise<Archive> {
  const archive: Archive = { documents: new ArchiveDocuments(budget), layers: new Map(), links: new Map() };
  await visitTarEntries(source, async (entry) => {
    budget.spendEntries(1);
    const { name, type, linkname } = entry.header;
    if (name.length > maxPath)
      throw new ImageArchiveError('bad-entry', `The archive contains a path of ${name.length} characters.`);
    const path = posix.normalize(name);
    if (type === 'symlink' || type === 'hardlink') {
      archive.links.set(
        path,
        type === 'symlink'
          ? posix.join(posix.dirname(path), linkname ?? '')
          : posix.normalize(linkname ?? ''),
      );
    }
    if (type !== 'file') return;
    const { kind, content } = await sniffBlob(entry);
    if (kind === 'json') await archive.documents.keep(path, content);
    // Old engines write VERSION and similar files next to the layers.
    if (kind === 'json' || kind === 'other') return;
    const digest = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1];
    // Only an uncompressed layer is stored under its diff id. A layer of the base image is recognised by that
    // id and not searched, so its content must match the id.
    const storedAs = kind === 'tar' && digest !== undefined ? `sha256:${digest}` : undefined;
    const scan = await scanLayer(
      uncompressed(kind, content),
      budget,
      storedAs === undefined || !baseDiffIds.has(storedAs),
    );
    if (storedAs !== undefined && scan.diffId !== storedAs)
      throw new ImageArchiveError(
        'digest-mismatch',
        `The layer stored as ${storedAs} has the digest ${scan.diffId}.`,
      );
    archive.layers.set(path, { scan, compressedBytes: kind === 'tar' ? undefined : entry.header.size });
  });
  return archive;
}

function layerAt(archive: Archive, path: string): StoredLayer {
  let at = path;
  for (let hops = 0; hops < 8; hops += 1) {
    const layer = archive.layers.get(at);
    if (layer !== undefined) return layer;
    const target = archive.links.get(at);
    if (target === undefined) break;
    at = target;
  }
  throw new ImageArchiveError(
    'missing-blob',
    `The layer ${JSON.stringify(path)} is missing from the archive, or is not a tar.`,
  );
}

/**
 * A layer whose digest differs from the one in the configuration was altered, so nothing read from it can be
 * trusted.
 */
function verifyDiffIds(config: ImageConfig, scans: readonly LayerScan[]): void {
  if (scans.length !== config.diffIds.length)
    throw new ImageArchiveError(
      'digest-mismatch',
      `The configuration names ${config.diffIds.length} layers, but the manifest names ${scans.length}.`,
    );
  for (const [index, scan] of scans.entries()) {
    if (scan.diffId !== config.diffIds[index])
      throw new ImageArchiveError(
        'digest-mismatch',
        `Layer ${index + 1} has the digest ${scan.diffId}, but the configuration names ${config.diffIds[index]}.`,
      );
  }
}

async function* fileStream(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
  } catch (error) {
    throw new ImageArchiveError('unreadable', `${path} cannot be read.`, { cause: error });
  }
}
