import { formatBytes } from '@dfm/contracts/quantity';
import * as z from 'zod/mini';
import type { Measured, MeasuredInput } from '../check/check.ts';
import { megabytes } from '../check/options.ts';
import { noImage } from '../check/skipped.ts';
import type { WasteKind } from '../image/layer-replay.ts';
import { listed } from '../verdict/wording.ts';
import { creditUpTo } from './partial-credit.ts';

/** Default limit. Less than this is not worth fixing. */
const defaultMaxMb = 1;

export const wasteOptions = z.strictObject({
  maxMb: z._default(
    megabytes.check(z.describe('Maximum size of all files that the check counts, in MB.')),
    defaultMaxMb,
  ),
});
type WasteOptions = z.infer<typeof wasteOptions>;

/**
 * State that every call of the package manager rewrites, about 1 MB on Debian. No Dockerfile that installs a
 * package can avoid it.
 */
const packageManagerState =
  /^(?:var\/(?:lib\/dpkg|cache\/(?:debconf|ldconfig)|log)\/|var\/lib\/apt\/extended_states$|etc\/ld\.so\.cache$)/;

/**
 * Judges wasted bytes of one kind that were hidden by the learner's instructions, including bytes of the
 * base.
 *
 * @param words the message if there are none or hardly any, and a function from the size and the largest
 *   paths to the message otherwise
 */
export function wasteVerdict(
  input: MeasuredInput<WasteOptions>,
  kind: WasteKind,
  words: { none: string; some: (size: string, paths: string) => string; next: string },
): Measured {
  const { replay, layerLines, options } = input;
  if (replay === undefined) return noImage;
  const maxBytes = options.maxMb * 1e6;
  const waste = replay.waste.filter(
    (item) => item.kind === kind && item.by >= replay.baseLayers && !packageManagerState.test(item.path),
  );
  const bytes = waste.reduce((sum, item) => sum + item.bytes, 0);
  const measured = { label: 'Wasted', value: bytes, unit: 'bytes' as const, wanted: maxBytes };
  if (bytes <= maxBytes) return { status: 'pass', message: words.none, evidence: [measured] };

  const byLayer = new Map<number, number>();
  for (const item of waste) byLayer.set(item.by, (byLayer.get(item.by) ?? 0) + item.bytes);
  const [worst] = [...byLayer].sort((a, b) => b[1] - a[1]);
  return {
    status: 'fail',
    share: creditUpTo(maxBytes, bytes),
    line: worst === undefined ? undefined : layerLines[worst[0]],
    message: words.some(formatBytes(bytes), listed(waste.slice(0, 3).map((item) => `/${item.path}`))),
    next: words.next,
    evidence: [
      measured,
      ...waste
        .slice(0, 5)
        .map((item) => ({ label: `/${item.path}`, value: item.bytes, unit: 'bytes' as const })),
    ],
  };
}
