/**
 * The value below which the given share of the samples lies, by linear interpolation between the two nearest
 * (Hyndman and Fan 1996, type 7). Infinite if one of the two is infinite.
 *
 * @param share 0 to 1
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new Error('there are no samples');
  return below === above ? below : below + (above - below) * (at - Math.floor(at));
}
