/**
 * One deadline per module: the first one, then each `days` later, at the same time of day.
 *
 * @param first wall clock time such as 2026-12-01T23:59
 * @returns undefined if it is not a date with a time
 */
export function spreadDeadlines(first: string, days: number, modules: number): string[] | undefined {
  // The wall clock is read as if it were UTC, which has no changes between winter and summer.
  const start = Date.parse(`${first}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(first) || Number.isNaN(start)) return undefined;
  return Array.from({ length: modules }, (_, index) => {
    const date = new Date(start);
    date.setUTCDate(date.getUTCDate() + index * days);
    return date.toISOString().slice(0, 16);
  });
}
