import 'server-only';
import { linkTokenHash, newLinkToken } from '../accounts/link-token.ts';
import { siteIsLocal } from '../http/allowed-address.ts';
import { env } from '../platform/env.ts';

const COOKIE = 'dfm.lti';
const VALID_SECONDS = 60 * 60;
const found = new RegExp(`(?:^|; ?)${COOKIE}=([\\w-]{43})(?:;|$)`);

/** What is stored instead of the secret of a browser; undefined for one that has none. */
export function browserOf(headers: Headers): string | undefined {
  const secret = secretIn(headers);
  return secret === undefined ? undefined : linkTokenHash(secret);
}

/**
 * Recognises a browser until it comes back from an LMS. One that opens several links at once keeps its
 * secret.
 *
 * @returns what is stored about it, and the value of Set-Cookie
 */
export function recogniseBrowser(headers: Headers): { browser: string; setCookie: string } {
  const secret = secretIn(headers) ?? newLinkToken();
  const setCookie = `${COOKIE}=${secret}; Path=/; Max-Age=${VALID_SECONDS}; HttpOnly; ${sameSite()}`;
  return { browser: linkTokenHash(secret), setCookie };
}

function secretIn(headers: Headers): string | undefined {
  return found.exec(headers.get('cookie') ?? '')?.[1];
}

/**
 * The LMS sends the browser back with POST, with which browsers send only cookies with `None`. These need
 * `Secure`, which browsers accept over http for localhost. Elsewhere over http, only an LMS on the same site
 * works.
 */
function sameSite(): string {
  return env().SITE_URL.startsWith('https:') || siteIsLocal() ? 'SameSite=None; Secure' : 'SameSite=Lax';
}
