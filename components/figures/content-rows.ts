import type { ImageResult } from '@dfm/contracts';

/** One row of what an image's bytes are: a group of files. */
export interface ContentRow {
  key: string;
  /** The line that added most of the group, the base apart. */
  line: number | undefined;
  text: string;
  /** Seen in a container, and added on top of the base. */
  ownBytes: number;
  /** Seen in a container, and the base's. */
  baseBytes: number;
  /** Overwritten or deleted by a later layer. */
  wastedBytes: number;
  bytes: number;
}

/** Rows of the image's contents, largest first. Empty for a result from before they were measured. */
export function contentRows({ contents, layers }: Pick<ImageResult, 'contents' | 'layers'>): ContentRow[] {
  return (contents?.groups ?? []).map(({ group, label, liveBytes, wastedBytes }) => {
    const parts = layers.flatMap((layer, index) =>
      (contents?.layers[index] ?? [])
        .filter((part) => part.group === group)
        .map((part) => ({ ...part, layer })),
    );
    const baseBytes = parts.reduce((sum, part) => sum + (part.layer.fromBase ? part.liveBytes : 0), 0);
    const [most] = parts
      .filter((part) => part.layer.line !== undefined)
      .toSorted((a, b) => b.liveBytes + b.wastedBytes - a.liveBytes - a.wastedBytes);
    return {
      key: group,
      line: most?.layer.line,
      text: label,
      ownBytes: liveBytes - baseBytes,
      baseBytes,
      wastedBytes,
      bytes: liveBytes + wastedBytes,
    };
  });
}
