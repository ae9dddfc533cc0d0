const FIRST_SECONDS = 30;
const MAX_SECONDS = 6 * 60 * 60;

/**
 * Seconds until something is tried again that has failed: 30 after the first time, then twice as many each
 * time, at most 6 hours.
 *
 * @param failures in a row, from 1
 */
export function backOffSeconds(failures: number): number {
  return Math.min(MAX_SECONDS, FIRST_SECONDS * 2 ** Math.min(failures - 1, 20));
}

/**
 * The pause that a `Retry-After` header asks for, in seconds, at most 6 hours.
 *
 * @param header a number of seconds, or a date
 * @returns undefined without a valid header
 */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  const isNumber = /^\d+$/.test(text);
  // Anything else, such as -5, would be some date too.
  if (!isNumber && !text.endsWith('GMT')) return undefined;
  const seconds = isNumber ? Number(text) : (Date.parse(text) - now.getTime()) / 1_000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(MAX_SECONDS, Math.max(1, Math.ceil(seconds)));
}
