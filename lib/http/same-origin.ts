import { PlatformError } from '@dfm/contracts';
import { env } from '../platform/env.ts';

/**
 * Rejects requests that a page of a different site may have sent with our cookie. A browser sends the page's
 * origin with every POST; a request without it, or with `null`, is rejected too. The host may be any name
 * under which this server is reached.
 *
 * @throws PlatformError `forbidden`
 */
export function assertSameOrigin(headers: Headers): void {
  const origin = headers.get('origin');
  if (origin !== null && URL.canParse(origin)) {
    const { host } = new URL(origin);
    if (origin === new URL(env().SITE_URL).origin || host === headers.get('host')) return;
  }
  throw new PlatformError(
    'forbidden',
    'This request did not come from a page of this site. Reload the page and try again.',
  );
}
