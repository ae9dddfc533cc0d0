import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { cookies, headers } from 'next/headers';
import { assertSameOrigin } from '../http/same-origin.ts';
import { auth } from './auth.ts';

export interface Learner {
  id: string;
  isAnonymous: boolean;
}

/** The learner whose cookie these headers carry; null for nobody, a forged or an ended session. */
export async function learnerOf(requestHeaders: Headers): Promise<Learner | null> {
  const session = await auth().api.getSession({ headers: requestHeaders });
  return session && { id: session.user.id, isAnonymous: session.user.isAnonymous === true };
}

/**
 * Makes an anonymous learner. `setCookies` are Set-Cookie values for the answer, without which the session is
 * lost.
 *
 * @throws PlatformError `rate-limited` when too many came from the network of the request
 */
export async function startLearner(
  requestHeaders: Headers,
): Promise<{ learner: Learner; setCookies: string[] }> {
  const { response, headers: answer } = await auth()
    .api.signInAnonymous({ headers: requestHeaders, returnHeaders: true })
    .catch(inOurWords);
  return { learner: { id: response.user.id, isAnonymous: true }, setCookies: answer.getSetCookie() };
}

/** By its status: the one `auth` of the process, and its errors, may be another bundle's. */
function inOurWords(error: Error & { status?: unknown }): never {
  throw error.status === 'TOO_MANY_REQUESTS' ? new PlatformError('rate-limited', error.message) : error;
}

/** The learner of the page or action being served; null for a visitor who has done nothing yet. */
export async function currentLearner(): Promise<Learner | null> {
  return learnerOf(await headers());
}

/**
 * The learner of a server action; null for a visitor who has done nothing yet.
 *
 * @throws PlatformError `forbidden` when another site's page caused the call
 */
export async function actingLearner(): Promise<Learner | null> {
  assertSameOrigin(await headers());
  return currentLearner();
}

/**
 * The learner of a server action; makes an anonymous one for a first-time visitor, so only after what they
 * sent was checked.
 *
 * @throws PlatformError `forbidden` as `actingLearner`, `rate-limited` as `startLearner`
 */
export async function ensureLearner(): Promise<Learner> {
  const known = await actingLearner();
  if (known) return known;
  const { learner, setCookies } = await startLearner(await headers());
  const store = await cookies();
  for (const [name, cookie] of parseSetCookieHeader(setCookies.join(', ')))
    store.set(name, cookie.value, toCookieOptions(cookie));
  return learner;
}

/** @throws PlatformError `unauthenticated` for who has no session */
export async function requireLearner(requestHeaders: Headers): Promise<Learner> {
  const learner = await learnerOf(requestHeaders);
  if (!learner)
    throw new PlatformError(
      'unauthenticated',
      'You have no run here yet, or your session has ended. Reload the page and run again.',
    );
  return learner;
}
