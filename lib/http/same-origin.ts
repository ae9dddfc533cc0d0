import { PlatformError } from '@dfm/contracts';
import { env } from '../platform/env.ts';

/**
 * Refuses what a page of another site may have sent with our cookie. A browser names the page's origin in
 * every POST; one without it, or with `null`, is refused too. The host may be any name this server is reached
 * by.
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
