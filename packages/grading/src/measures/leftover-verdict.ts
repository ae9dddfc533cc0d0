import type { Measured, MeasuredInput } from '../check/check.ts';
import { noImage } from '../check/skipped.ts';
import { listed, megabytes } from '../verdict/wording.ts';

/**
 * Judges files that have no place in a shipped layer, whether still visible or hidden by a later layer. The
 * base image's own are not counted.
 *
 * @param belongs whether a path (without leading slash) is such a file
 * @param words what to say when there is none, and from the bytes as text and the largest paths when there is
 */
export function leftoverVerdict(
  { replay, layerLines }: MeasuredInput,
  belongs: (path: string) => boolean,
  words: { none: string; some: (size: string, paths: string) => string },
): Measured {
  if (replay === undefined) return noImage;
  const shipped = [...replay.live, ...replay.waste].filter(
    (item) => item.layer >= replay.baseLayers && item.bytes > 0 && belongs(item.path),
  );
  const bytes = shipped.reduce((sum, item) => sum + item.bytes, 0);
  const measured = { label: 'Left in layers', value: bytes, unit: 'bytes' as const, wanted: 0 };
  if (bytes === 0) return { status: 'pass', message: words.none, evidence: [measured] };
  shipped.sort((a, b) => b.bytes - a.bytes);
  return {
    status: 'fail',
    line: layerLines[shipped[0]!.layer],
    message: words.some(megabytes(bytes), listed(shipped.slice(0, 3).map((item) => `/${item.path}`))),
    evidence: [
      measured,
      ...shipped
        .slice(0, 5)
        .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
    ],
  };
}
