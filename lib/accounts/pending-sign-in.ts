import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { cookies, headers } from 'next/headers';
import { db } from '../db/client.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { env } from '../platform/env.ts';
import { linkTokenHash, newLinkToken } from './link-token.ts';
import { openSession } from './open-session.ts';
import { acceptCode } from './second-factor.ts';

const COOKIE = 'dfm.pending_sign_in';
const VALID_SECONDS = 10 * 60;

/** Remembers that this browser may enter a code: it knew the password, or a school vouched for the person. */
export async function startPendingSignIn(userId: string): Promise<void> {
  const token = newLinkToken();
  const expiresAt = new Date(Date.now() + VALID_SECONDS * 1_000);
  await db().pendingSignIn.create({ data: { tokenHash: linkTokenHash(token), userId, expiresAt } });
  (await cookies()).set(COOKIE, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: env().SITE_URL.startsWith('https:'),
    path: '/',
    maxAge: VALID_SECONDS,
  });
}

/**
 * Signs in with a code of the app or a backup code, after the password or the school. The work of an
 * anonymous learner becomes the account's.
 *
 * @throws PlatformError `unauthenticated` if that was too long ago, or not at all, `forbidden` for a wrong
 *   code, `rate-limited`
 */
export async function finishSignIn(code: string): Promise<void> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  await countUse(networkKey(requestHeaders), 'sign-in');
  const store = await cookies();
  const tokenHash = linkTokenHash(store.get(COOKIE)?.value ?? '');
  const where = { tokenHash, expiresAt: { gt: new Date() } };
  const pending = await db().pendingSignIn.findFirst({ where, select: { userId: true } });
  if (!pending) throw new PlatformError('unauthenticated', tooLate);
  await acceptCode(pending.userId, code);
  if ((await db().pendingSignIn.deleteMany({ where })).count === 0)
    throw new PlatformError('unauthenticated', tooLate);
  store.delete(COOKIE);
  await openSession(pending.userId, requestHeaders);
}

const tooLate = 'Sign in again: that was too long ago, or the account has changed since.';
