/**
 * Seconds for a column whose rows are compared: two digits below 10 s, then one. The column's head has the
 * unit.
 */
export function secondsCell(ms: number): string {
  return (ms / 1_000).toFixed(ms < 10_000 ? 2 : 1);
}

/** Megabytes (10^6 bytes) for such a column, with one digit. */
export function megabytesCell(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
