import { formatBytes } from '@dfm/contracts/quantity';
import type { Measured, MeasuredInput } from '../check/check.ts';
import { noImage } from '../check/skipped.ts';
import { listed } from '../verdict/wording.ts';

/**
 * Judges files that do not belong in a layer of the image, whether still visible or hidden by a later layer.
 * Files of the base image do not count.
 *
 * @param belongs whether a path (without leading slash) is such a file
 * @param words the message if there are none, and a function from the size and the largest paths to the
 *   message if there are some
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
    message: words.some(formatBytes(bytes), listed(shipped.slice(0, 3).map((item) => `/${item.path}`))),
    evidence: [
      measured,
      ...shipped
        .slice(0, 5)
        .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
    ],
  };
}
