import 'server-only';
import { createHmac } from 'node:crypto';
import { CLIENT_ADDRESS_HEADER, networkOf } from '../http/client-address.ts';
import { env } from '../platform/env.ts';

/** The network of requests without an address, which share the limits of one network. */
export const UNKNOWN_NETWORK = '';

/** A key for the network of a request, used for limits, that does not reveal the address. */
export function networkKey(headers: Headers): string {
  const address = headers.get(CLIENT_ADDRESS_HEADER);
  if (address === null) return UNKNOWN_NETWORK;
  return createHmac('sha256', env().AUTH_SECRET)
    .update(`network:${networkOf(address)}`)
    .digest('hex')
    .slice(0, 32);
}
