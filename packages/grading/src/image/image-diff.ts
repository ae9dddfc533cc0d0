import type { ImageEvidence } from '../evidence/evidence.ts';
import { configDiff } from './config-diff.ts';
import type { ConfigChange } from './config-diff.ts';
import { imageContents } from './image-contents.ts';
import { replayLayers } from './layer-replay.ts';
import type { LayerReplay, LivePath, ReplayedLayer } from './layer-replay.ts';
import { packageDiff } from './package-diff.ts';
import type { PackageDiff } from './package-diff.ts';

/** A number of bytes in each of the two images: uncompressed, including hidden files. */
interface Bytes {
  before: number;
  after: number;
}

type DiffLayer = Pick<ReplayedLayer, 'diffId' | 'createdBy' | 'bytes' | 'wastedBytes'>;

/**
 * The differences between two images. Lists contain only differences, sorted by size of the change where they
 * have bytes.
 */
export interface ImageDiff {
  /** Whether both images have the same layers in the same order and the same settings. */
  same: boolean;
  totalBytes: Bytes;
  wastedBytes: Bytes;
  layers: { shared: number; sharedBytes: number; removed: DiffLayer[]; added: DiffLayer[] };
  groups: (Bytes & { group: string; label: string })[];
  packages: PackageDiff;
  /**
   * Files, links and devices that a container sees, compared by path. Changed means a different content,
   * type, mode or owner.
   */
  files: { added: number; removed: number; changed: number };
  /** The paths that account for the difference in bytes. */
  paths: (Bytes & { path: string })[];
  config: ConfigChange[];
}

type Image = Pick<ImageEvidence, 'config' | 'layers' | 'inventory'>;

const maxPaths = 50;

/**
 * Compares two images by their evidence. Modification times of files do not count, although layers that
 * differ only in them are different layers.
 */
export function imageDiff(before: Image, after: Image): ImageDiff {
  const [was, is] = [replayLayers(before.layers, 0), replayLayers(after.layers, 0)];
  const config = configDiff(before.config, after.config);
  const sameLayers =
    was.layers.map((layer) => layer.diffId).join() === is.layers.map((layer) => layer.diffId).join();
  return {
    same: sameLayers && config.length === 0,
    totalBytes: { before: was.totalBytes, after: is.totalBytes },
    wastedBytes: { before: was.wastedBytes, after: is.wastedBytes },
    layers: layerDiff(was.layers, is.layers),
    groups: groupDiff(was, is),
    packages: packageDiff(before.inventory.packages, after.inventory.packages),
    files: fileDiff(was.live, is.live),
    paths: bytesDiff(shippedBytes(was), shippedBytes(is))
      .slice(0, maxPaths)
      .map(({ key, ...bytes }) => ({ path: key, ...bytes })),
    config,
  };
}

/** Layers are shared if they have the same digest, each as often as both images contain it. */
function layerDiff(before: readonly ReplayedLayer[], after: readonly ReplayedLayer[]): ImageDiff['layers'] {
  const left = new Map<string, number>();
  for (const { diffId } of before) left.set(diffId, (left.get(diffId) ?? 0) + 1);
  const shared = new Map<string, number>();
  const isShared = ({ diffId }: ReplayedLayer) => {
    const count = left.get(diffId) ?? 0;
    if (count === 0) return false;
    left.set(diffId, count - 1);
    shared.set(diffId, (shared.get(diffId) ?? 0) + 1);
    return true;
  };
  const added = after.filter((layer) => !isShared(layer));
  const sharedLayers = after.filter((layer) => !added.includes(layer));
  const removed = before.filter(({ diffId }) => {
    const count = shared.get(diffId) ?? 0;
    shared.set(diffId, count - 1);
    return count <= 0;
  });
  const described = ({ diffId, createdBy, bytes, wastedBytes }: ReplayedLayer): DiffLayer => ({
    diffId,
    createdBy,
    bytes,
    wastedBytes,
  });
  return {
    shared: sharedLayers.length,
    sharedBytes: sharedLayers.reduce((sum, layer) => sum + layer.bytes, 0),
    removed: removed.map(described),
    added: added.map(described),
  };
}

function groupDiff(before: LayerReplay, after: LayerReplay): ImageDiff['groups'] {
  const labels = new Map<string, string>();
  const bytesOf = (replay: LayerReplay) =>
    new Map(
      imageContents(replay).groups.map(({ group, label, liveBytes, wastedBytes }) => {
        labels.set(group, label);
        return [group, liveBytes + wastedBytes];
      }),
    );
  return bytesDiff(bytesOf(before), bytesOf(after)).map(({ key, ...bytes }) => ({
    group: key,
    label: labels.get(key)!,
    ...bytes,
  }));
}

/** Bytes in an image by path, visible or hidden. */
function shippedBytes({ live, waste }: LayerReplay): Map<string, number> {
  const bytes = new Map<string, number>();
  for (const item of [...live, ...waste]) bytes.set(item.path, (bytes.get(item.path) ?? 0) + item.bytes);
  return bytes;
}

function bytesDiff(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): (Bytes & { key: string })[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ key, before: before.get(key) ?? 0, after: after.get(key) ?? 0 }))
    .filter((item) => item.before !== item.after)
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || (a.key < b.key ? -1 : 1));
}

function fileDiff(before: readonly LivePath[], after: readonly LivePath[]): ImageDiff['files'] {
  const was = new Map(before.map((item) => [item.path, item]));
  const isNew = after.filter((item) => !was.has(item.path));
  return {
    added: isNew.length,
    removed: before.length - (after.length - isNew.length),
    changed: after.filter(
      (item) => was.has(item.path) && fingerprint(was.get(item.path)!) !== fingerprint(item),
    ).length,
  };
}

/** Hard links count as files, because the number of names of a file does not matter. */
function fingerprint({ type, sha256, linkname, mode, uid, gid }: LivePath): string {
  return [
    type === 'hardlink' ? 'file' : type,
    sha256,
    type === 'symlink' ? linkname : '',
    mode,
    uid,
    gid,
  ].join();
}
