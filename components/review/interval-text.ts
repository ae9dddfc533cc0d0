const MINUTE = 60_000;
const units = [
  { name: 'minute', ms: MINUTE },
  { name: 'hour', ms: 60 * MINUTE },
  { name: 'day', ms: 24 * 60 * MINUTE },
  { name: 'month', ms: 30 * 24 * 60 * MINUTE },
  { name: 'year', ms: 365 * 24 * 60 * MINUTE },
] as const;

/**
 * A span of time in its largest whole unit: `10 minutes`, `3 days`. A month has 30 days here and a year 365.
 *
 * @param ms a minute is said for anything shorter
 */
export function intervalText(ms: number): string {
  const unit = units.findLast((candidate) => candidate.ms <= ms) ?? units[0];
  const count = Math.max(1, Math.round(ms / unit.ms));
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}
