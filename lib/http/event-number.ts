import { PlatformError } from '@dfm/contracts';
import { z } from 'zod';

const eventNumber = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

/**
 * Number of the last event a client has: the header a browser repeats when it reconnects, else `?after=`,
 * else 0.
 *
 * @throws PlatformError `bad-request` for what is no number
 */
export function eventNumberOf(request: Request): bigint {
  const given = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? '0';
  const parsed = eventNumber.safeParse(given);
  if (!parsed.success)
    throw new PlatformError('bad-request', 'The number of the last event is not a number. Reload the page.');
  return parsed.data;
}
