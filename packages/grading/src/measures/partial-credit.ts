/**
 * Share of the points for something measured that should be small: all up to the limit, falling evenly to
 * none at twice the limit, so that a little too much costs a little.
 *
 * @param measured and `wanted`: in the same unit, at least 0
 * @returns 0–1
 */
export function creditUpTo(wanted: number, measured: number): number {
  if (measured <= wanted) return 1;
  return wanted === 0 ? 0 : Math.max(0, 2 - measured / wanted);
}
