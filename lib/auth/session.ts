import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { signInAddress } from '@dfm/contracts/page-addresses';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { assertSameOrigin } from '../http/same-origin.ts';
import { env } from '../platform/env.ts';
import { accountRequired, auth } from './auth.ts';

export interface Learner {
  id: string;
  isAnonymous: boolean;
}

/** A learner who has signed up, and may also be staff. */
export interface Account {
  id: string;
  name: string;
  email: string;
  isAdmin: boolean;
}

/** The learner of the session cookie in these headers; null if it is missing, forged or expired. */
export async function learnerOf(requestHeaders: Headers): Promise<Learner | null> {
  const session = await auth().api.getSession({ headers: requestHeaders });
  return session && { id: session.user.id, isAnonymous: session.user.isAnonymous === true };
}

/** The learner of the session cookie in these headers, with the sign-in that it belongs to. */
export async function loginOf(
  requestHeaders: Headers,
): Promise<{ learnerId: string; loginId: string } | null> {
  const session = await auth().api.getSession({ headers: requestHeaders });
  return session && { learnerId: session.user.id, loginId: session.session.id };
}

/** The account of the session cookie in these headers; null for everyone who is not signed in to one. */
export async function accountOf(requestHeaders: Headers): Promise<Account | null> {
  const session = await auth().api.getSession({ headers: requestHeaders });
  if (!session || session.user.isAnonymous === true) return null;
  const { id, name, email, isAdmin } = session.user;
  return { id, name, email, isAdmin };
}

/**
 * Creates an anonymous learner. `setCookies` are the Set-Cookie values for the response, without which the
 * session is lost.
 *
 * @throws PlatformError `rate-limited` if too many learners came from the network of the request,
 *   `account-required`
 */
export async function startLearner(
  requestHeaders: Headers,
): Promise<{ learner: Learner; setCookies: string[] }> {
  const { response, headers: answer } = await auth()
    .api.signInAnonymous({ headers: requestHeaders, returnHeaders: true })
    .catch((error: Error & { status?: unknown }) => {
      if (error.status === 'UNAUTHORIZED') throw new PlatformError('account-required', accountRequired);
      return rethrowLimit(error);
    });
  return { learner: { id: response.user.id, isAnonymous: true }, setCookies: answer.getSetCookie() };
}

/** Checks the status instead of the class, because `auth` and its errors may come from a different bundle. */
export function rethrowLimit(error: Error & { status?: unknown }): never {
  throw error.status === 'TOO_MANY_REQUESTS' ? new PlatformError('rate-limited', error.message) : error;
}

/** The learner of the page or action being served; null for a visitor without a session. */
export async function currentLearner(): Promise<Learner | null> {
  return learnerOf(await headers());
}

/**
 * The account of the page being served. Anyone else is sent to the sign-in page.
 *
 * @param returnTo the page's own path, to which signing in leads back
 */
export async function accountForPage(returnTo: string): Promise<Account> {
  const account = await accountOf(await headers());
  if (!account) redirect(signInAddress('signIn', returnTo));
  return account;
}

/**
 * The learner of a server action; null for a visitor without a session.
 *
 * @throws PlatformError `forbidden` if a page of a different site caused the call
 */
export async function actingLearner(): Promise<Learner | null> {
  assertSameOrigin(await headers());
  return currentLearner();
}

/**
 * The account of a server action; null for everyone who is not signed in to one.
 *
 * @throws PlatformError `forbidden` as `actingLearner`
 */
export async function actingAccountIfAny(): Promise<Account | null> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  return accountOf(requestHeaders);
}

/**
 * The account of a server action.
 *
 * @throws PlatformError `forbidden` as `actingLearner`, `unauthenticated` without an account
 */
export async function actingAccount(): Promise<Account> {
  const account = await actingAccountIfAny();
  if (!account)
    throw new PlatformError('unauthenticated', 'You are no longer signed in. Sign in and try again.');
  return account;
}

/**
 * The learner of a server action. Creates an anonymous learner for a first-time visitor, so call it only
 * after validating the input.
 *
 * @throws PlatformError `forbidden` as `actingLearner`, `rate-limited` and `account-required` as
 *   `startLearner`
 */
export async function ensureLearner(): Promise<Learner> {
  const known = await actingLearner();
  if (known) {
    assertMayTry(known);
    return known;
  }
  const { learner, setCookies } = await startLearner(await headers());
  await passCookies(setCookies);
  return learner;
}

/** Whether a visitor has to sign in before running or answering anything. */
export function needsAccount(learner: Learner | null): boolean {
  return env().ACCOUNT_REQUIRED && learner?.isAnonymous !== false;
}

/** @throws PlatformError `account-required` for a learner without one, where the installation requires it */
export function assertMayTry(learner: Learner): void {
  if (needsAccount(learner)) throw new PlatformError('account-required', accountRequired);
}

/** Adds Set-Cookie values to the response of the server action. */
export async function passCookies(setCookies: string[]): Promise<void> {
  const store = await cookies();
  for (const [name, cookie] of parseSetCookieHeader(setCookies.join(', ')))
    store.set(name, cookie.value, toCookieOptions(cookie));
}

/** @throws PlatformError `unauthenticated` if there is no session */
export async function requireLearner(requestHeaders: Headers): Promise<Learner> {
  const learner = await learnerOf(requestHeaders);
  if (!learner)
    throw new PlatformError(
      'unauthenticated',
      'You have not run anything yet, or your session has expired. Reload the page and run again.',
    );
  return learner;
}
