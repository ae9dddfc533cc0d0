import type { Image } from './engine-names.ts';

/** Consecutive layers of an image that the same images have. */
export interface LayerRun {
  layers: number;
  /** A letter for layers that several images share, the same in each of them; undefined for an image's own. */
  label: string | undefined;
  /** The images that have these layers, in the order of the list. */
  images: readonly Image[];
}

interface Node {
  below: Map<string, Node>;
  images: Image[];
}

/**
 * What each image is made of, the lowest layers first. Two images share layers only from the bottom up to the
 * first difference: a layer is stored as a change to all layers below it.
 */
export function layerRuns(images: readonly Image[]): Map<Image, LayerRun[]> {
  const root: Node = { below: new Map(), images: [] };
  const paths = images.map((image) => pathOf(image, root));
  const labels = new Map<Node, string>();
  return new Map(
    images.map((image, index) => {
      const runs: LayerRun[] = [];
      for (const node of paths[index]!) {
        const last = runs.at(-1);
        if (last?.images.length === node.images.length) last.layers += 1;
        else runs.push({ layers: 1, label: labelOf(node, labels), images: node.images });
      }
      return [image, runs];
    }),
  );
}

function pathOf(image: Image, root: Node): Node[] {
  let node = root;
  return image.layers.map((digest) => {
    const next: Node = node.below.get(digest) ?? { below: new Map(), images: [] };
    node.below.set(digest, next);
    next.images.push(image);
    node = next;
    return next;
  });
}

/** A, B, … Z, AA, AB, … in the order in which the runs are first seen. */
function labelOf(first: Node, labels: Map<Node, string>): string | undefined {
  if (first.images.length < 2) return undefined;
  const known = labels.get(first);
  if (known !== undefined) return known;
  const label = letters(labels.size);
  labels.set(first, label);
  return label;
}

function letters(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

/** The shared runs of all images, each once, in the order of their labels. */
export function sharedRuns(runs: ReadonlyMap<Image, readonly LayerRun[]>): LayerRun[] {
  const shared = new Map<string, LayerRun>();
  for (const run of [...runs.values()].flat())
    if (run.label !== undefined && !shared.has(run.label)) shared.set(run.label, run);
  return [...shared.values()];
}
