import type { ImageResult } from '@dfm/contracts';
import type { ImageEvidence } from '../evidence/evidence.ts';
import { historyKeyword } from './attribute-layers.ts';
import { imageContents } from './image-contents.ts';
import type { LayerReplay } from './layer-replay.ts';

const maxPaths = 50;

/** The image in the form of the result document. `line` of each layer comes from `attributeLayers`. */
export function imageResult(
  image: Pick<ImageEvidence, 'base' | 'transfer'>,
  replay: LayerReplay,
  layerLines: readonly (number | undefined)[],
): ImageResult {
  const largest = [
    ...replay.waste
      .slice(0, maxPaths)
      .map(({ path, bytes, layer }) => ({ path, bytes, layer, wasted: true })),
    ...replay.live
      .slice(0, maxPaths)
      .map(({ path, bytes, layer }) => ({ path, bytes, layer, wasted: false })),
  ].filter((item) => item.bytes > 0);
  return {
    totalBytes: replay.totalBytes,
    liveBytes: replay.liveBytes,
    wastedBytes: replay.wastedBytes,
    baseBytes: replay.baseBytes,
    ...(image.transfer === undefined ? {} : { transferBytes: image.transfer.total }),
    ...(image.base === undefined ? {} : { base: image.base }),
    layers: replay.layers.map(
      ({ diffId, createdBy, fromBase, bytes, wastedBytes, compressedBytes, files }, index) => ({
        ...(layerLines[index] === undefined ? {} : { line: layerLines[index] }),
        instruction: fromBase ? 'FROM' : historyKeyword(createdBy),
        createdBy,
        diffId,
        fromBase,
        bytes,
        wastedBytes,
        ...(compressedBytes === undefined ? {} : { compressedBytes }),
        files,
      }),
    ),
    largest: largest.sort((a, b) => b.bytes - a.bytes).slice(0, maxPaths),
    contents: imageContents(replay),
  };
}
