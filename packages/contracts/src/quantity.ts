/** Bytes of a MiB, the unit of all limits on memory, disks, build contexts and images. */
export const bytesPerMib = 2 ** 20;

/** Bytes in decimal units, as people read them: `0 B`, `1.2 kB`, `245 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1_000;
  let unit = 0;
  // 999.5 would be printed as 1000 of the smaller unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/**
 * Bytes next to a limit that is set in binary units: `12 B`, `64 KiB`, `2.1 MiB`. There is no larger unit,
 * because limits such as 2,000 MiB are not whole numbers of one.
 */
export function formatBinaryBytes(bytes: number): string {
  if (bytes < 2 ** 10) return `${Math.round(bytes)} B`;
  // 1023.95 would be printed as 1,024 of the smaller unit.
  return bytes < 1_023.95 * 2 ** 10
    ? `${oneDecimal.format(bytes / 2 ** 10)} KiB`
    : `${oneDecimal.format(bytes / bytesPerMib)} MiB`;
}

/**
 * A duration in milliseconds, as people read it: `under 1 ms`, `40 ms`, `1.3 s`, `94 s`, `2 min`, `3 min 12
 * s`.
 */
export function formatDuration(ms: number): string {
  if (ms < 0.5) return 'under 1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 120) return `${rounded} s`;
  const rest = rounded % 60;
  return `${Math.floor(rounded / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** An estimated duration in milliseconds, without false precision: `about 20 s`, `about 1 min`. */
export function formatEstimate(ms: number): string {
  const tens = Math.max(1, Math.round(ms / 10_000));
  return tens < 6 ? `about ${tens}0 s` : `about ${Math.round(ms / 60_000)} min`;
}
