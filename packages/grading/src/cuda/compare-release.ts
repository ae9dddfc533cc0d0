/**
 * Compares releases by their numbers, so that `2.10` is newer than `2.6`. Missing parts count as 0.
 *
 * @returns a negative number if `a` is older than `b`
 */
export function compareRelease(a: string, b: string): number {
  const left = a.split('.', 4).map((part) => Number.parseInt(part, 10));
  const right = b.split('.', 4).map((part) => Number.parseInt(part, 10));
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
