/**
 * When a waiting run will probably start, if every run takes as long as those before it usually did.
 *
 * @param places how many runs are worked on at once
 * @param running time left of each run at work, in milliseconds
 * @param ahead how long each run that waits before this one takes, in their order
 * @returns milliseconds from now; undefined where nobody works
 */
export function startEstimateMs(
  places: number,
  running: readonly number[],
  ahead: readonly number[],
): number | undefined {
  if (places === 0) return undefined;
  // More may run than there are places now, where a node has just left: the longest of them are nobody's
  // place any more.
  const free = [...running, ...Array<number>(Math.max(0, places - running.length)).fill(0)]
    .sort((a, b) => a - b)
    .slice(0, places);
  for (const ms of ahead) {
    free[0]! += ms;
    free.sort((a, b) => a - b);
  }
  return free[0];
}
