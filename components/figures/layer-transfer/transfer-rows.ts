import type { ImageResult, ReplayResult } from '@dfm/contracts';
import { layerRows, type LayerRow } from '../layer-rows.ts';

/** What the other side holds before: nothing, the base image, or the image as it was before the edit. */
export const held = ['nothing', 'base', 'before-edit'] as const;
export type Held = (typeof held)[number];

/** A layer of the image, and whether it has to cross. */
interface TransferRow extends Pick<LayerRow, 'key' | 'line' | 'kind' | 'text' | 'bytes'> {
  isSent: boolean;
}

/**
 * The layers of an image on their way to or from a registry, last on top. A layer that the other side has is
 * not sent again (OCI Distribution Specification). After an edit the layers are those of the rebuilt image: a
 * step that ran made its layer anew, with the bytes the replay measured; every other is the one from before.
 */
export function transferRows(image: ImageResult, edit: ReplayResult, other: Held): TransferRow[] {
  const remade = new Map(edit.steps.filter((step) => !step.cached).map((step) => [step.line, step.bytes]));
  return layerRows(image).map(({ key, line, kind, text, bytes }) => {
    const isBase = kind === 'from';
    if (other !== 'before-edit')
      return { key, line, kind, text, bytes, isSent: !(isBase && other === 'base') };
    const anew = isBase ? undefined : remade.get(line);
    return { key, line, kind, text, bytes: anew ?? bytes, isSent: anew !== undefined };
  });
}

/** Bytes of the layers that cross. */
export function sentBytes(rows: TransferRow[]): number {
  return rows.reduce((sum, row) => sum + (row.isSent ? row.bytes : 0), 0);
}
