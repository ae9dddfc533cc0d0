const MINUTE = 60_000;
const units = [
  { name: 'minute', ms: MINUTE },
  { name: 'hour', ms: 60 * MINUTE },
  { name: 'day', ms: 24 * 60 * MINUTE },
  { name: 'month', ms: 30 * 24 * 60 * MINUTE },
  { name: 'year', ms: 365 * 24 * 60 * MINUTE },
] as const;

/**
 * A time span in its largest whole unit: `10 minutes`, `3 days`. A month is 30 days and a year 365 days.
 *
 * @param ms anything shorter than a minute becomes `1 minute`
 */
export function intervalText(ms: number): string {
  const unit = units.findLast((candidate) => candidate.ms <= ms) ?? units[0];
  const count = Math.max(1, Math.round(ms / unit.ms));
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}
