/** Nodes that can take the same runs. Times are in milliseconds; undefined if they are not known. */
export interface NodeGroup {
  /** Number of runs that they execute at once. */
  slots: number;
  /** Remaining time of each run in progress on them. */
  running: readonly (number | undefined)[];
}

export interface QueuedRun {
  /** Its usual duration in milliseconds; undefined if it is not known. */
  ms: number | undefined;
  /** Places in the list of groups of those that can take it. */
  groups: readonly number[];
}

/**
 * Estimates when each queued run will start, assuming that every run takes its usual time and the slot that
 * is free first.
 *
 * @param queued in the order in which they are taken
 * @returns milliseconds from now for each queued run; undefined if it depends on something that is not known,
 *   or if no node can take it
 */
export function startEstimatesMs(
  groups: readonly NodeGroup[],
  queued: readonly QueuedRun[],
): (number | undefined)[] {
  const free = groups.map(freeAtMs);
  return queued.map(({ ms, groups: able }) => {
    const slots = able.map((group) => free[group]!);
    if (slots.some(({ isKnown }) => !isKnown)) return undefined;
    const earliest = slots
      .filter(({ atMs }) => atMs.length > 0)
      .toSorted((a, b) => a.atMs[0]! - b.atMs[0]!)[0];
    if (earliest === undefined) return undefined;
    const start = earliest.atMs.shift()!;
    earliest.isKnown = ms !== undefined;
    insert(earliest.atMs, start + (ms ?? 0));
    return start;
  });
}

/** When the slots of a group become free, the first one first, and whether all these times are known. */
interface Free {
  atMs: number[];
  isKnown: boolean;
}

function freeAtMs({ slots, running }: NodeGroup): Free {
  const known = running.filter((ms) => ms !== undefined);
  // If a node has just left, there may be more runs than slots; the longest runs then occupy no slot.
  const atMs = [...known, ...Array<number>(Math.max(0, slots - running.length)).fill(0)]
    .toSorted((a, b) => a - b)
    .slice(0, slots);
  return { atMs, isKnown: known.length === running.length };
}

/** Inserts a number into a sorted list. */
function insert(sorted: number[], value: number): void {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! <= value) from = middle + 1;
    else to = middle;
  }
  sorted.splice(from, 0, value);
}
