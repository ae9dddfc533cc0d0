import type { ImageLayer, ImageResult } from '@dfm/contracts';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';
import { stepText } from './step-text.ts';

/** A row of the layer stack: a layer of the learner's Dockerfile, or all layers of the base together. */
export interface LayerRow {
  key: string;
  line: number | undefined;
  kind: InstructionKind;
  text: string;
  bytes: number;
  /** The part of `bytes` that a later layer overwrote or deleted. */
  wastedBytes: number;
}

/**
 * Rows from the top of the stack (the last layer) to the base. All layers of the base, even empty ones,
 * become one row.
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
