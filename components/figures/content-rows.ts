import type { ImageResult } from '@dfm/contracts';

/** A group of files in an image, and its bytes. */
export interface ContentRow {
  key: string;
  /** The line that added most of the group. Layers of the base have no line. */
  line: number | undefined;
  text: string;
  /** Visible in a container, and added on top of the base. */
  ownBytes: number;
  /** Visible in a container, and from the base. */
  baseBytes: number;
  /** Overwritten or deleted by a later layer. */
  wastedBytes: number;
  bytes: number;
}

/** The groups of an image's files, largest first. Empty for a result from before contents were measured. */
export function contentRows({ contents, layers }: Pick<ImageResult, 'contents' | 'layers'>): ContentRow[] {
  return (contents?.groups ?? []).map(({ group, label, liveBytes, wastedBytes }) => {
    const parts = layers.flatMap((layer, index) =>
      (contents?.layers[index] ?? [])
        .filter((part) => part.group === group)
        .map((part) => ({ ...part, layer })),
    );
    const baseBytes = parts.reduce((sum, part) => sum + (part.layer.fromBase ? part.liveBytes : 0), 0);
    const [largest] = parts
      .filter((part) => part.layer.line !== undefined)
      .toSorted((a, b) => b.liveBytes + b.wastedBytes - a.liveBytes - a.wastedBytes);
    return {
      key: group,
      line: largest?.layer.line,
      text: label,
      ownBytes: liveBytes - baseBytes,
      baseBytes,
      wastedBytes,
      bytes: liveBytes + wastedBytes,
    };
  });
}
