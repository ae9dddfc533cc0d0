/** Whether a text is the IANA name of a time zone, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    // Offsets such as +01:00 are accepted too, but know no daylight saving.
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined && /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** All time zones that can be chosen. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
}

/**
 * The instant at which clocks in a zone show a time.
 *
 * @param wallClock as a form sends it: `2026-12-04T18:00`
 * @returns for a time that is skipped when clocks go forward, the same time after the change (02:30 becomes
 *   03:30); for a time that occurs twice, the first; undefined if the text is not a time
 */
export function instantOf(wallClock: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wallClock)) return undefined;
  const asUtc = new Date(`${wallClock}Z`);
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(wallClock)) return undefined;
  // The offsets of a day before and a day after are those on both sides of any change.
  const offsets = [-1, 1].map((days) =>
    offsetMs(new Date(asUtc.getTime() + days * 24 * 60 * 60_000), timeZone),
  );
  const candidates = offsets.map((offset) => new Date(asUtc.getTime() - offset));
  const exact = candidates.filter((instant) => wallClockOf(instant, timeZone) === wallClock);
  exact.sort((a, b) => a.getTime() - b.getTime());
  return exact[0] ?? candidates[0];
}

/** What clocks in a zone show at an instant, as a form needs it: `2026-12-04T18:00`. */
export function wallClockOf(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(instant);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)!.value;
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** How far clocks in a zone are ahead of UTC at an instant, to the minute. */
function offsetMs(instant: Date, timeZone: string): number {
  const minute = 60_000;
  const shown = new Date(`${wallClockOf(instant, timeZone)}Z`).getTime();
  return shown - Math.floor(instant.getTime() / minute) * minute;
}

/** A deadline for people: `Fri 4 Dec 2026, 18:00 (Europe/Berlin)`. */
export function formatDeadline(instant: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
    .format(instant)
    .replace(',', '');
  return `${day}, ${wallClockOf(instant, timeZone).slice(11)} (${timeZone})`;
}
