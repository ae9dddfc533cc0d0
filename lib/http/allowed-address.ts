import 'server-only';
import { env } from '../platform/env.ts';

const local = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether the site runs on the machine of its visitor, for development. */
export function siteIsLocal(): boolean {
  return local.has(new URL(env().SITE_URL).hostname);
}

/** Whether the site may connect to an address: over https, or on its own machine while it is local itself. */
export function isAllowed(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && siteIsLocal() && local.has(hostname));
}
