/**
 * Compares versions by the dotted numbers at their start, so that `2.10` is newer than `2.6`. Missing numbers
 * count as 0. What follows the numbers is not compared: a release candidate, a local version (`2.5.1+cu124`)
 * and the build of a distribution (`20.10.24+dfsg1`) equal their release.
 *
 * @returns a negative number if `a` is older than `b`; undefined if one of them does not begin with a number,
 *   or with an epoch (`1!2.0`)
 */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === undefined || right === undefined) return undefined;
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] | undefined {
  return /^v?(\d+(?:\.\d+)*)(?![\d!])/u.exec(version)?.[1]?.split('.').map(Number);
}
