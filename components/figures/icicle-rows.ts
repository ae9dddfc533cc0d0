import type { ImageResult } from '@dfm/contracts';
import { type LayerRow, layerRows } from './layer-rows.ts';

/** The files of one group in one layer. */
export interface IciclePart {
  key: string;
  text: string;
  /** Visible in a container. */
  liveBytes: number;
  /** Overwritten or deleted by a later layer. */
  wastedBytes: number;
}

/** A layer, or all layers of the base together, with its parts. */
export interface IcicleLayer extends LayerRow {
  /** Largest first. Together, they have as many bytes as the files of the layer. */
  parts: IciclePart[];
}

/**
 * The layers of an image that contain bytes, base first, each with the groups of its files.
 *
 * @returns an empty list for a result from before contents were measured
 */
export function icicleLayers(image: ImageResult): IcicleLayer[] {
  const { contents } = image;
  if (contents === undefined) return [];
  const labels = new Map(contents.groups.map(({ group, label }) => [group, label]));
  const partsOf = (isOfLayer: (index: number) => boolean): IciclePart[] => {
    const parts = new Map<string, IciclePart>();
    for (const [index, groups] of contents.layers.entries()) {
      if (!isOfLayer(index)) continue;
      for (const { group, liveBytes, wastedBytes } of groups) {
        const part = parts.get(group) ?? {
          key: group,
          text: labels.get(group) ?? group,
          liveBytes: 0,
          wastedBytes: 0,
        };
        parts.set(group, {
          ...part,
          liveBytes: part.liveBytes + liveBytes,
          wastedBytes: part.wastedBytes + wastedBytes,
        });
      }
    }
    return [...parts.values()]
      .filter((part) => bytesOf(part) > 0)
      .toSorted((a, b) => bytesOf(b) - bytesOf(a));
  };
  const own = image.layers.flatMap(({ fromBase }, index) => (fromBase ? [] : [index]));
  const rows = layerRows(image).toReversed();
  const hasBase = rows.length > own.length;
  return rows
    .map((row, place) => {
      const index = own[hasBase ? place - 1 : place];
      return {
        ...row,
        parts: partsOf((layer) =>
          index === undefined ? image.layers[layer]?.fromBase === true : layer === index,
        ),
      };
    })
    .filter(({ bytes }) => bytes > 0);
}

/** All bytes of a part, visible or not. */
export function bytesOf({ liveBytes, wastedBytes }: Pick<IciclePart, 'liveBytes' | 'wastedBytes'>): number {
  return liveBytes + wastedBytes;
}
