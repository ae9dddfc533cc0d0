/**
 * Estimates when each queued run will start, assuming that every run takes its usual time.
 *
 * @param slots number of runs that are executed at once
 * @param running remaining time of each run in progress, in milliseconds; undefined if it is not known
 * @param queued duration of each queued run, in order; undefined if it is not known
 * @returns milliseconds from now for each queued run; undefined if it depends on something that is not known,
 *   or if there are no slots
 */
export function startEstimatesMs(
  slots: number,
  running: readonly (number | undefined)[],
  queued: readonly (number | undefined)[],
): (number | undefined)[] {
  if (slots === 0 || !areKnown(running)) return queued.map(() => undefined);
  // If a node has just left, there may be more runs than slots; the longest runs then occupy no slot.
  const free = [...running, ...Array<number>(Math.max(0, slots - running.length)).fill(0)]
    .sort((a, b) => a - b)
    .slice(0, slots);
  let isKnown = true;
  return queued.map((ms) => {
    if (!isKnown) return undefined;
    const start = free[0];
    isKnown = ms !== undefined;
    free[0]! += ms ?? 0;
    free.sort((a, b) => a - b);
    return start;
  });
}

function areKnown(values: readonly (number | undefined)[]): values is number[] {
  return !values.includes(undefined);
}
