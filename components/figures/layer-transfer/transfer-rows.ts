import type { ImageResult, ReplayResult } from '@dfm/contracts';
import { layerRows, type LayerRow } from '../layer-rows.ts';

/** What the other side already has: nothing, the base image, or the image from before the edit. */
export const remoteStates = ['nothing', 'base', 'before-edit'] as const;
export type RemoteState = (typeof remoteStates)[number];

/** A layer of the image, and whether it has to be sent. */
interface TransferRow extends Pick<LayerRow, 'key' | 'line' | 'kind' | 'text' | 'bytes'> {
  isSent: boolean;
}

/**
 * The layers of an image on their way to or from a registry, last on top. A layer that the other side has is
 * not sent again (OCI Distribution Specification). After an edit, the layers are those of the rebuilt image:
 * a step that ran created a new layer, with the bytes measured in the replay. Every other layer is
 * unchanged.
 */
export function transferRows(image: ImageResult, edit: ReplayResult, remote: RemoteState): TransferRow[] {
  const rebuiltBytes = new Map(
    edit.steps.filter((step) => !step.cached).map((step) => [step.line, step.bytes]),
  );
  return layerRows(image).map(({ key, line, kind, text, bytes }) => {
    const isBase = kind === 'from';
    if (remote !== 'before-edit')
      return { key, line, kind, text, bytes, isSent: !(isBase && remote === 'base') };
    const newBytes = isBase ? undefined : rebuiltBytes.get(line);
    return { key, line, kind, text, bytes: newBytes ?? bytes, isSent: newBytes !== undefined };
  });
}

/** Bytes of the layers that are sent. */
export function sentBytes(rows: TransferRow[]): number {
  return rows.reduce((sum, row) => sum + (row.isSent ? row.bytes : 0), 0);
}
