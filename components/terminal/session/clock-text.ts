const MINUTE_S = 60;
const HOUR_MIN = 60;
/** Below this, seconds matter. */
const SECONDS_BELOW_S = 5 * MINUTE_S;

/** The time that is left, without a precision that nobody needs: `1 h 20 min`, `42 min`, `4:05`. */
export function clockText(seconds: number): string {
  if (seconds < SECONDS_BELOW_S)
    return `${Math.floor(seconds / MINUTE_S)}:${String(seconds % MINUTE_S).padStart(2, '0')}`;
  const minutes = Math.floor(seconds / MINUTE_S);
  const rest = minutes % HOUR_MIN;
  if (minutes < HOUR_MIN) return `${minutes} min`;
  return `${Math.floor(minutes / HOUR_MIN)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

/** A number of minutes, as in a sentence: `1 minute`, `45 minutes`, `3 hours`, `1 hour 30 minutes`. */
export function minutesText(minutes: number): string {
  const hours = Math.floor(minutes / HOUR_MIN);
  const rest = minutes % HOUR_MIN;
  const parts = [];
  if (hours > 0) parts.push(`${hours} hour${hours === 1 ? '' : 's'}`);
  if (rest > 0 || hours === 0) parts.push(`${rest} minute${rest === 1 ? '' : 's'}`);
  return parts.join(' ');
}
