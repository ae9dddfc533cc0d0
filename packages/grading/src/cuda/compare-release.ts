/**
 * Below 0 where release `a` is older than `b`, by its numbers: `2.10` is newer than `2.6`. A missing part
 * counts as 0.
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
