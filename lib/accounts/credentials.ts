import 'server-only';
import { createHmac } from 'node:crypto';
import { PlatformError } from '@dfm/contracts';
import { headers } from 'next/headers';
import { auth } from '../auth/auth.ts';
import { passCookies, rethrowLimit } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { countUse, giveBackUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { mailIsConfigured } from '../mail/mailer.ts';
import { env } from '../platform/env.ts';
import { linkDoesNotWork, linkOffer, setPasswordWithLink } from './one-time-link.ts';
import { startPendingSignIn } from './pending-sign-in.ts';

/**
 * Creates an account and signs it in. The work of an anonymous learner becomes the account's.
 *
 * @throws PlatformError `conflict` if there is already an account with the address, `rate-limited`
 */
export async function createAccount(body: { name: string; email: string; password: string }): Promise<void> {
  const { requestHeaders, giveBack } = await limited(body.email);
  const answer = await auth()
    .api.signUpEmail({ body, headers: requestHeaders, returnHeaders: true })
    .catch((error: Error & { body?: { code?: unknown } }) => {
      if (String(error.body?.code).startsWith('USER_ALREADY_EXISTS'))
        throw new PlatformError(
          'conflict',
          `There is already an account with this e-mail address. Sign in, or ${mailIsConfigured() ? 'have a link sent to you on the sign-in page' : 'ask your teacher for a link to choose a new password'}.`,
        );
      return rethrowLimit(error);
    });
  await giveBack();
  await passCookies(answer.headers.getSetCookie());
}

/**
 * Signs in to an account. The work of an anonymous learner becomes the account's. An account with a second
 * factor is not signed in yet: `finishSignIn` does that.
 *
 * @returns whether a code is needed
 * @throws PlatformError `unauthenticated` if the address or the password is wrong, without telling which,
 *   `rate-limited`
 */
export async function signIn(body: { email: string; password: string }): Promise<{ needsCode: boolean }> {
  const { requestHeaders, giveBack } = await limited(body.email);
  const account = await accountWithSecondFactor(body.email);
  if (account) {
    const { password: passwords } = await auth().$context;
    if (!(await passwords.verify({ hash: account.hash, password: body.password })))
      throw new PlatformError('unauthenticated', wrongPassword);
    await giveBack();
    await startPendingSignIn(account.userId);
    return { needsCode: true };
  }
  const answer = await auth()
    .api.signInEmail({ body, headers: requestHeaders, returnHeaders: true })
    .catch((error: Error & { status?: unknown }) => {
      if (error.status === 'UNAUTHORIZED') throw new PlatformError('unauthenticated', wrongPassword);
      return rethrowLimit(error);
    });
  await giveBack();
  await passCookies(answer.headers.getSetCookie());
  return { needsCode: false };
}

const wrongPassword = 'The e-mail address or the password is wrong.';

/** An account that asks for a code after the password. */
async function accountWithSecondFactor(email: string): Promise<{ userId: string; hash: string } | undefined> {
  const account = await db().account.findFirst({
    where: { providerId: 'credential', user: { email, secondFactor: { confirmedAt: { not: null } } } },
    select: { userId: true, password: true },
  });
  return account?.password ? { userId: account.userId, hash: account.password } : undefined;
}

/**
 * Chooses a new password with a one-time link. Every session of the account ends.
 *
 * @throws PlatformError as `setPasswordWithLink`
 */
export async function setPassword(token: string, password: string): Promise<void> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  // Hashing takes processor time, so it is limited like signing in, and not done for a link that does not work.
  await countUse(networkKey(requestHeaders), 'sign-in');
  const purpose = (await linkOffer(token))?.purpose;
  if (purpose !== 'password' && purpose !== 'email') throw new PlatformError('not-found', linkDoesNotWork);
  const { password: passwords } = await auth().$context;
  await setPasswordWithLink(token, await passwords.hash(password));
}

/** Ends the session of the browser. */
export async function signOut(): Promise<void> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  const answer = await auth().api.signOut({ headers: requestHeaders, returnHeaders: true });
  await passCookies(answer.headers.getSetCookie());
}

/**
 * Counts an attempt. `giveBack` is for one that succeeded: it was no guess.
 *
 * @throws PlatformError `forbidden`, `rate-limited`
 */
async function limited(email: string): Promise<{ requestHeaders: Headers; giveBack: () => Promise<void> }> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  const network = networkKey(requestHeaders);
  await countUse(network, 'sign-in');
  const key = accountKey(network, email);
  await countUse(key, 'sign-in to an account');
  return { requestHeaders, giveBack: () => giveBackUse(key, 'sign-in to an account') };
}

/** A key for one network and one address, whether or not there is an account with it. */
function accountKey(network: string, email: string): string {
  return createHmac('sha256', env().AUTH_SECRET)
    .update(`sign-in:${network}:${email}`)
    .digest('hex')
    .slice(0, 32);
}
