import { PlatformError } from '@dfm/contracts';
import { z } from 'zod';

const eventNumber = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

/**
 * The number of the last event that a client has received: the header that a browser sends when it
 * reconnects, otherwise `?after=`, otherwise 0.
 *
 * @throws PlatformError `bad-request` if it is not a number
 */
export function eventNumberOf(request: Request): bigint {
  const given = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? '0';
  const parsed = eventNumber.safeParse(given);
  if (!parsed.success)
    throw new PlatformError('bad-request', 'The last event number is invalid. Reload the page.');
  return parsed.data;
}
