import { formatDuration } from '@dfm/contracts/quantity';

const hourMs = 60 * 60_000;

/** A duration that may be days, such as an age. */
export function longTime(ms: number): string {
  const hours = Math.floor(ms / hourMs);
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return hours >= 2 ? `${hours} hours` : formatDuration(Math.max(0, ms));
}
