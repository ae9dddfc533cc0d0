import type { Layer, LayerEntry } from '../evidence/evidence.ts';
import { FileTree, components, directory, walk } from './file-tree.ts';
import type { Inode, TreeNode } from './file-tree.ts';
import { whiteoutOf } from './whiteout.ts';

/** Why bytes are wasted: written again, deleted, or written again with only a different mode or owner. */
export type WasteKind = 'overwritten' | 'deleted' | 'metadata-copy';

/** Bytes in an image that no container can see. */
export interface Waste {
  path: string;
  bytes: number;
  /** Index of the layer that contains them. */
  layer: number;
  /** Index of the layer that hid them. */
  by: number;
  kind: WasteKind;
}

export interface LivePath {
  path: string;
  type: 'file' | 'symlink' | 'hardlink' | 'other';
  /** Uncompressed. If a file has several names, the first one has the bytes and the others have 0. */
  bytes: number;
  /** Index of the layer it comes from. */
  layer: number;
  mode: number;
  uid: number;
  gid: number;
  linkname: string | undefined;
  /** Hex, for regular files and hard links. */
  sha256: string | undefined;
}

export interface ReplayedLayer {
  diffId: string;
  createdBy: string;
  fromBase: boolean;
  /** Uncompressed bytes of regular files. Hard links count once. */
  bytes: number;
  /** The part that this or a later layer hides. */
  wastedBytes: number;
  /** Size of the complete layer as stored, if it was stored compressed. */
  compressedBytes: number | undefined;
  files: number;
}

export interface LayerReplay {
  layers: ReplayedLayer[];
  baseLayers: number;
  /** liveBytes + wastedBytes. */
  totalBytes: number;
  liveBytes: number;
  wastedBytes: number;
  baseBytes: number;
  /** Largest first. Bytes wasted by the base itself have `by < baseLayers`. */
  waste: Waste[];
  /** All paths except directories, largest first. */
  live: LivePath[];
}

/**
 * Applies the layers of an image in order and attributes every hidden byte to the layer that contains it.
 * Whiteouts and opaque markers affect only lower layers, regardless of their position in the tar (OCI
 * image-spec, layer.md).
 *
 * @param layers from the base up, entries in archive order
 * @param baseLayers number of leading layers that belong to the base image
 */
export function replayLayers(layers: readonly Layer[], baseLayers: number): LayerReplay {
  const steps = replayInSteps(layers, baseLayers);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** Entries processed between two pauses, which take a few milliseconds. */
const entriesInStep = 2_000;

/** `replayLayers` in steps of a few milliseconds, so that a process can do other work in between. */
export function* replayInSteps(
  layers: readonly Layer[],
  baseLayers: number,
): Generator<undefined, LayerReplay> {
  const image = new ReplayedImage(layers, baseLayers);
  for (const [index, layer] of layers.entries()) yield* image.apply(layer, index);
  const replayed = image.layers;
  const sum = (from: number, to: number, of: (layer: ReplayedLayer) => number) =>
    replayed.slice(from, to).reduce((total, layer) => total + of(layer), 0);
  const totalBytes = sum(0, layers.length, (layer) => layer.bytes);
  const wastedBytes = sum(0, layers.length, (layer) => layer.wastedBytes);
  const live = yield* livePaths(image.tree);
  yield;
  return {
    layers: replayed,
    baseLayers,
    totalBytes,
    liveBytes: totalBytes - wastedBytes,
    wastedBytes,
    baseBytes: sum(0, baseLayers, (layer) => layer.bytes),
    waste: image.waste.sort(largestFirst),
    live: live.sort(largestFirst),
  };
}

/** Why a path that a layer hides is wasted. */
type KindOf = (path: string, inode: Inode) => WasteKind;

/** An image after some of its layers: its files, and what each layer contains and hides. */
class ReplayedImage {
  readonly tree = new FileTree();
  readonly layers: ReplayedLayer[];
  readonly waste: Waste[] = [];

  constructor(layers: readonly Layer[], baseLayers: number) {
    this.layers = layers.map((layer, index) => ({
      diffId: layer.diffId,
      createdBy: layer.createdBy,
      fromBase: index < baseLayers,
      bytes: 0,
      wastedBytes: 0,
      compressedBytes: layer.compressedBytes,
      files: 0,
    }));
  }

  /** Applies the next layer, in steps. */
  *apply(layer: Layer, index: number): Generator<undefined, void> {
    const kindOf = kindWithin(layer);
    this.#removeHidden(layer, index, kindOf);
    yield;
    yield* this.#write(layer, index, kindOf);
  }

  /** Applies the whiteouts and opaque markers of a layer, which affect only lower layers. */
  #removeHidden(layer: Layer, index: number, kindOf: KindOf): void {
    for (const entry of layer.entries) {
      const target = whiteoutOf(entry.path);
      if (target === undefined || target === 'nothing') continue;
      if (target.opaque) {
        const node = this.tree.get(target.path);
        for (const [name, child] of node?.children ?? [])
          this.#drop(target.path === '' ? name : `${target.path}/${name}`, child, index, kindOf);
        if (node !== undefined) node.children = undefined;
      } else {
        const node = this.tree.remove(target.path);
        if (node !== undefined) this.#drop(target.path, node, index, kindOf);
      }
    }
  }

  /** Applies the other entries of a layer. */
  *#write(layer: Layer, index: number, kindOf: KindOf): Generator<undefined, void> {
    const replayed = this.layers[index]!;
    for (const [at, entry] of layer.entries.entries()) {
      if (at % entriesInStep === 0) yield;
      if (whiteoutOf(entry.path) !== undefined) continue;
      const path = components(entry.path).join('/');
      if (path === '') continue;
      if (entry.type === 'dir' && this.tree.get(path)?.type === 'dir') continue;
      const node = nodeOf(entry, index, this.tree);
      const { replaced, displaced } = this.tree.set(path, node);
      // If a hard link replaces another name of the same file, the link count already includes the new name.
      if (replaced !== undefined) this.#drop(path, replaced, index, kindOf);
      for (const old of displaced) this.#drop(old.path, old.node, index, () => 'overwritten');
      if (entry.type === 'file') replayed.bytes += entry.bytes;
      if (entry.type === 'file' || entry.type === 'hardlink') replayed.files += 1;
    }
  }

  /** Counts the files below a removed path as waste, hidden by layer `by`, unless they have other names. */
  #drop(path: string, node: TreeNode, by: number, kindOf: KindOf): void {
    for (const { path: lostPath, node: lost } of walk(path, node)) {
      const inode = lost.inode;
      if (inode === undefined || --inode.links > 0) continue;
      this.layers[inode.layer]!.wastedBytes += inode.bytes;
      if (inode.bytes > 0)
        this.waste.push({
          path: lostPath,
          bytes: inode.bytes,
          layer: inode.layer,
          by,
          kind: kindOf(lostPath, inode),
        });
    }
  }
}

/** Decides by what a layer writes whether it deletes a file or replaces it. */
function kindWithin(layer: Layer): KindOf {
  let written: ReturnType<typeof filesOf> | undefined;
  return (path, inode) => {
    // Computed only when needed, because most layers hide nothing.
    written ??= filesOf(layer);
    if (!written.has(path)) return 'deleted';
    const now = written.get(path);
    return now === undefined ? 'overwritten' : rewriteKind(inode, now);
  };
}

/**
 * The regular files that a layer writes, by normalised path. A hard link stands for the file it names, if
 * that file is in this layer too.
 */
function filesOf(layer: Layer): Map<string, LayerEntry | undefined> {
  const files = new Map<string, LayerEntry | undefined>();
  for (const entry of layer.entries) {
    if (entry.type === 'file') files.set(components(entry.path).join('/'), entry);
    if (entry.type !== 'hardlink') continue;
    files.set(components(entry.path).join('/'), files.get(components(entry.linkname ?? '').join('/')));
  }
  return files;
}

function rewriteKind(old: Inode, now: LayerEntry): WasteKind {
  const sameContent = old.sha256 !== undefined && old.sha256 === now.sha256;
  const sameMetadata = old.mode === now.mode && old.uid === now.uid && old.gid === now.gid;
  return sameContent && !sameMetadata ? 'metadata-copy' : 'overwritten';
}

function nodeOf(entry: LayerEntry, layer: number, tree: FileTree): TreeNode {
  if (entry.type === 'dir') return directory(layer);
  const node: TreeNode = {
    type: entry.type,
    inode: undefined,
    layer,
    linkname: entry.linkname,
    children: undefined,
  };
  if (entry.type === 'file') {
    node.inode = {
      layer,
      bytes: entry.bytes,
      sha256: entry.sha256,
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
      links: 1,
    };
  } else if (entry.type === 'hardlink') {
    const inode = tree.get(entry.linkname ?? '')?.inode;
    if (inode !== undefined) {
      inode.links += 1;
      node.inode = inode;
    }
  }
  return node;
}

function* livePaths(tree: FileTree): Generator<undefined, LivePath[]> {
  const counted = new Set<Inode>();
  const live: LivePath[] = [];
  for (const { path, node } of walk('', tree.root)) {
    if (node.type === 'dir') continue;
    if (live.length % entriesInStep === 0) yield;
    const inode = node.inode;
    const bytes = inode === undefined || counted.has(inode) ? 0 : inode.bytes;
    if (inode !== undefined) counted.add(inode);
    live.push({
      path,
      type: node.type,
      bytes,
      layer: inode?.layer ?? node.layer,
      mode: inode?.mode ?? 0,
      uid: inode?.uid ?? 0,
      gid: inode?.gid ?? 0,
      linkname: node.linkname,
      sha256: inode?.sha256,
    });
  }
  return live;
}

/** Compares by code unit, so that the order does not depend on a locale. */
function largestFirst(a: { bytes: number; path: string }, b: { bytes: number; path: string }): number {
  if (a.bytes !== b.bytes) return b.bytes - a.bytes;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
