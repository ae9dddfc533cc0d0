/**
 * Share of the points for a measurement that should be small: all points up to the limit, decreasing linearly
 * to none at twice the limit, so that slightly too much costs few points.
 *
 * @param measured and `limit`: in the same unit, at least 0
 * @returns 0–1
 */
export function creditUpTo(limit: number, measured: number): number {
  if (measured <= limit) return 1;
  return limit === 0 ? 0 : Math.max(0, 2 - measured / limit);
}
