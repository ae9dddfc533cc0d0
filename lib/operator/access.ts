import 'server-only';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/pages';
import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { assertSameOrigin } from '../http/same-origin.ts';
import { env } from '../platform/env.ts';
import { isOperatorTicket, operatorTicket } from './ticket.ts';

const COOKIE = 'dfm-operator';

/** Depends on the key, so that a new key invalidates existing sign-ins. */
function ticketSecret(key: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`operator:${key}`).digest('hex');
}

/**
 * Whether the operator is signed in for the page or action being served. An installation without an operator
 * key has no operator pages.
 */
export async function isOperator(): Promise<boolean> {
  // Must come first: reading the cookie makes the page dynamic, so that building the site needs no environment.
  const ticket = (await cookies()).get(COOKIE)?.value;
  const { OPERATOR_KEY: key } = env();
  if (key === undefined) notFound();
  return isOperatorTicket(ticket, ticketSecret(key), Date.now());
}

/** Rejects an action of anyone else. @throws PlatformError `forbidden` */
export async function requireOperator(): Promise<void> {
  assertSameOrigin(await headers());
  if (!(await isOperator()))
    throw new PlatformError('forbidden', 'Only operators can do this. Sign in with the operator key.');
}

/** Signs an operator in for twelve hours. @returns whether the key is correct */
export async function signInOperator(given: string): Promise<boolean> {
  assertSameOrigin(await headers());
  const { OPERATOR_KEY: key, SITE_URL } = env();
  if (key === undefined) notFound();
  // Digests have the same length for any input, so the time reveals nothing about the key.
  const digest = (text: string) => createHmac('sha256', env().AUTH_SECRET).update(text).digest();
  if (!timingSafeEqual(digest(given.trim()), digest(key))) return false;
  const { value, maxAgeSeconds } = operatorTicket(ticketSecret(key), Date.now());
  (await cookies()).set(COOKIE, value, {
    path: hrefTo('operator'),
    maxAge: maxAgeSeconds,
    httpOnly: true,
    sameSite: 'strict',
    secure: SITE_URL.startsWith('https:'),
  });
  return true;
}

export async function signOutOperator(): Promise<void> {
  assertSameOrigin(await headers());
  (await cookies()).delete({ name: COOKIE, path: hrefTo('operator') });
}
