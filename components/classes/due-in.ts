const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/**
 * How far away a deadline is: `in 3 days`, `in 5 hours`, `2 days ago`. Rounded towards now, so that no one
 * has less time than it says.
 */
export function dueIn(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const [unit, size] =
    Math.abs(ms) >= 2 * DAY
      ? (['day', DAY] as const)
      : Math.abs(ms) >= 2 * HOUR
        ? (['hour', HOUR] as const)
        : (['minute', MINUTE] as const);
  return relative.format(Math.trunc(ms / size), unit);
}
