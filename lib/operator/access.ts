import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { PlatformError } from '@dfm/contracts';
import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { assertSameOrigin } from '../http/same-origin.ts';
import { env } from '../platform/env.ts';
import { isOperatorTicket, operatorTicket } from './ticket.ts';

const COOKIE = 'dfm-operator';
const PATH = '/operator';

/** Changes with the key, so that a new key ends what the old one opened. */
function ticketSecret(key: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`operator:${key}`).digest('hex');
}

/**
 * Whether the page or action being served is an operator's. An installation without an operator's key has no
 * such pages.
 */
export async function isOperator(): Promise<boolean> {
  // First: it makes the page one of a request, so that the site is built without an environment.
  const ticket = (await cookies()).get(COOKIE)?.value;
  const { OPERATOR_KEY: key } = env();
  if (key === undefined) notFound();
  return isOperatorTicket(ticket, ticketSecret(key), Date.now());
}

/** Refuses an action of anybody else. @throws PlatformError `forbidden` */
export async function requireOperator(): Promise<void> {
  assertSameOrigin(await headers());
  if (!(await isOperator()))
    throw new PlatformError('forbidden', 'This is for operators. Sign in with the operator’s key.');
}

/** Signs an operator in for twelve hours. @returns whether the key is the right one */
export async function signInOperator(given: string): Promise<boolean> {
  assertSameOrigin(await headers());
  const { OPERATOR_KEY: key, SITE_URL } = env();
  if (key === undefined) notFound();
  // Digests are of one length whatever was typed: time tells nothing of the key.
  const digest = (text: string) => createHmac('sha256', env().AUTH_SECRET).update(text).digest();
  if (!timingSafeEqual(digest(given.trim()), digest(key))) return false;
  const { value, maxAgeSeconds } = operatorTicket(ticketSecret(key), Date.now());
  (await cookies()).set(COOKIE, value, {
    path: PATH,
    maxAge: maxAgeSeconds,
    httpOnly: true,
    sameSite: 'strict',
    secure: SITE_URL.startsWith('https:'),
  });
  return true;
}

export async function signOutOperator(): Promise<void> {
  assertSameOrigin(await headers());
  (await cookies()).delete({ name: COOKIE, path: PATH });
}
