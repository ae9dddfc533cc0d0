/**
 * Estimates when a queued run will start, assuming that every run takes its usual time.
 *
 * @param slots number of runs that are executed at once
 * @param running remaining time of each run in progress, in milliseconds
 * @param ahead duration of each run that is queued before this one, in order
 * @returns milliseconds from now; undefined if there are no slots
 */
export function startEstimateMs(
  slots: number,
  running: readonly number[],
  ahead: readonly number[],
): number | undefined {
  if (slots === 0) return undefined;
  // If a node has just left, there may be more runs than slots; the longest runs then occupy no slot.
  const free = [...running, ...Array<number>(Math.max(0, slots - running.length)).fill(0)]
    .sort((a, b) => a - b)
    .slice(0, slots);
  for (const ms of ahead) {
    free[0]! += ms;
    free.sort((a, b) => a - b);
  }
  return free[0];
}
