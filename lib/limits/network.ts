import 'server-only';
import { createHmac } from 'node:crypto';
import { CLIENT_ADDRESS_HEADER, networkOf } from '../http/client-address.ts';
import { env } from '../platform/env.ts';

/** Of requests without an address: they share the limits of one network. */
export const UNKNOWN_NETWORK = '';

/** The network that a request comes from, as a key that limits count by and that does not tell the address. */
export function networkKey(headers: Headers): string {
  const address = headers.get(CLIENT_ADDRESS_HEADER);
  if (address === null) return UNKNOWN_NETWORK;
  return createHmac('sha256', env().AUTH_SECRET)
    .update(`network:${networkOf(address)}`)
    .digest('hex')
    .slice(0, 32);
}
