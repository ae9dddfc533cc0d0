import type { ImageLayer, ImageResult } from '@dfm/contracts';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';
import { stepText } from './step-text.ts';

/** One row of the layer stack: a layer of the learner's Dockerfile, or all of the base's layers together. */
export interface LayerRow {
  key: string;
  line: number | undefined;
  kind: InstructionKind;
  text: string;
  bytes: number;
  /** Of `bytes`, those that a later layer overwrote or deleted. */
  wastedBytes: number;
}

/**
 * Rows from the top of the stack (last layer) to the base. Layers of the base become one row; those without
 * bytes of the base are in it too.
 */
export function layerRows(image: ImageResult): LayerRow[] {
  const base = image.layers.filter((layer) => layer.fromBase);
  const own = image.layers.filter((layer) => !layer.fromBase);
  const rows = own.map(ownRow).toReversed();
  if (base.length === 0) return rows;
  return [
    ...rows,
    {
      key: 'base',
      line: undefined,
      kind: 'from',
      text: `FROM ${image.base?.reference ?? 'base image'}`,
      bytes: sum(base, (layer) => layer.bytes),
      wastedBytes: sum(base, (layer) => layer.wastedBytes),
    },
  ];
}

function ownRow(layer: ImageLayer, index: number): LayerRow {
  return {
    key: `${index}:${layer.diffId}`,
    line: layer.line,
    kind: instructionKind(layer.instruction),
    text: stepText(layer.createdBy),
    bytes: layer.bytes,
    wastedBytes: layer.wastedBytes,
  };
}

function sum(layers: ImageLayer[], of: (layer: ImageLayer) => number): number {
  return layers.reduce((total, layer) => total + of(layer), 0);
}
