import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { SignedInBrowser } from '@dfm/contracts/page-data';
import { headers } from 'next/headers';
import { auth } from '../auth/auth.ts';
import { type Account, passCookies } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { countUse } from '../limits/hourly-use.ts';
import { erase } from '../privacy/erase.ts';

/** Whether an account has a password. One that was created by signing in with a school has none. */
export async function hasPassword(account: Account): Promise<boolean> {
  return (await db().account.count({ where: { userId: account.id, providerId: 'credential' } })) > 0;
}

/** The browsers that are signed in to an account, the newest first. */
export async function browsersOf(account: Account): Promise<SignedInBrowser[]> {
  const current = await auth().api.getSession({ headers: await headers() });
  const sessions = await db().session.findMany({
    where: { userId: account.id, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, userAgent: true, createdAt: true },
  });
  return sessions.map(({ id, userAgent, createdAt }) => ({
    id,
    isThis: id === current?.session.id,
    userAgent: userAgent ?? undefined,
    since: createdAt.toISOString(),
  }));
}

/** Signs a browser of the account out. Does nothing for a session of someone else. */
export async function signOutBrowser(account: Account, sessionId: string): Promise<void> {
  await db().session.deleteMany({ where: { id: sessionId, userId: account.id } });
}

/** Signs every browser of the account out, apart from the one of the current request. */
export async function signOutOtherBrowsers(account: Account): Promise<void> {
  const current = await auth().api.getSession({ headers: await headers() });
  await db().session.deleteMany({ where: { userId: account.id, id: { not: current?.session.id ?? '' } } });
}

export async function rename(account: Account, name: string): Promise<void> {
  await db().user.update({ where: { id: account.id }, data: { name } });
}

/**
 * Changes the password, and signs out every other browser.
 *
 * @throws PlatformError `forbidden` if the current password is wrong
 */
export async function changePassword(
  account: Account,
  body: { current: string; password: string },
): Promise<void> {
  await countUse(account.id, 'password');
  const answer = await auth()
    .api.changePassword({
      body: { currentPassword: body.current, newPassword: body.password, revokeOtherSessions: true },
      headers: await headers(),
      returnHeaders: true,
    })
    .catch(wrongPassword);
  await db().oneTimeLink.deleteMany({ where: { forId: account.id } });
  // Someone who knew the old password may still have to enter a code.
  await db().pendingSignIn.deleteMany({ where: { userId: account.id } });
  await passCookies(answer.headers.getSetCookie());
}

/**
 * Erases an account on the request of its owner.
 *
 * @param typed as for `confirmOwner`
 * @throws PlatformError as `confirmOwner` and `erase`
 */
export async function deleteAccount(account: Account, typed: string): Promise<void> {
  await confirmOwner(account, typed);
  await erase(account.id);
}

/**
 * Checks that the owner of the account in use means it, and, if the account has a password, that it is the
 * owner.
 *
 * @param typed the password; the e-mail address for an account that has none
 * @throws PlatformError `forbidden` if it is wrong, `rate-limited`
 */
export async function confirmOwner(account: Account, typed: string): Promise<void> {
  if (await hasPassword(account)) await confirmPassword(account, typed);
  else if (typed.trim().toLowerCase() !== account.email)
    throw new PlatformError('forbidden', 'This is not the address of this account.');
}

/**
 * Checks that the password of the account in use was entered.
 *
 * @throws PlatformError `forbidden` if it is wrong or the account has none, `rate-limited`
 */
export async function confirmPassword(account: Account, password: string): Promise<void> {
  if (!(await hasPassword(account)))
    throw new PlatformError('forbidden', 'This account has no password. Choose one first.');
  await countUse(account.id, 'password');
  await auth()
    .api.verifyPassword({ body: { password }, headers: await headers() })
    .catch(wrongPassword);
}

function wrongPassword(error: Error & { body?: { code?: unknown } }): never {
  if (error.body?.code === 'INVALID_PASSWORD')
    throw new PlatformError('forbidden', 'The current password is wrong.');
  throw error;
}
