import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { IGNORED_PROXY_HEADER } from '@/lib/http/client-address.ts';

/**
 * For `dfm doctor`: the address of the proxy in front of the site, if its headers were ignored because
 * TRUSTED_PROXIES does not contain it. Needs the runner token, because the answer shows how the site is set
 * up.
 */
export const GET = runnerRoute(async (request) =>
  Response.json({ ignored: request.headers.get(IGNORED_PROXY_HEADER) }),
);
