import type { ImageContents } from '@dfm/contracts';
import { contentGroups, contentGroupLabel, contentGroupOf } from './content-groups.ts';
import type { ContentGroup } from './content-groups.ts';
import type { LayerReplay } from './layer-replay.ts';

interface Sum {
  liveBytes: number;
  wastedBytes: number;
}

/**
 * The bytes of an image by group, in total and per layer, largest first. Every byte of the replay is in
 * exactly one group of one layer, so the sums equal `liveBytes` and `wastedBytes` of the replay, and `bytes`
 * and `wastedBytes` of each layer. A file with several names counts under the first remaining one.
 */
export function imageContents(replay: Pick<LayerReplay, 'layers' | 'live' | 'waste'>): ImageContents {
  const total = new Map<ContentGroup, Sum>();
  const perLayer = replay.layers.map(() => new Map<ContentGroup, Sum>());
  const add = (item: { path: string; bytes: number; layer: number }, kind: keyof Sum) => {
    if (item.bytes === 0) return;
    const group = contentGroupOf(item.path);
    for (const sums of [total, perLayer[item.layer]!]) {
      const sum = sums.get(group) ?? { liveBytes: 0, wastedBytes: 0 };
      sum[kind] += item.bytes;
      sums.set(group, sum);
    }
  };
  for (const item of replay.live) add(item, 'liveBytes');
  for (const item of replay.waste) add(item, 'wastedBytes');
  return {
    groups: sorted(total).map(([group, sum]) => ({ group, label: contentGroupLabel(group), ...sum })),
    layers: perLayer.map((sums) => sorted(sums).map(([group, sum]) => ({ group, ...sum }))),
  };
}

/** Largest first; groups of equal size in the order of the table of groups. */
function sorted(sums: ReadonlyMap<ContentGroup, Sum>): [ContentGroup, Sum][] {
  const bytes = ({ liveBytes, wastedBytes }: Sum) => liveBytes + wastedBytes;
  return [...sums].sort(
    ([a, aSum], [b, bSum]) =>
      bytes(bSum) - bytes(aSum) || contentGroups.indexOf(a) - contentGroups.indexOf(b),
  );
}
