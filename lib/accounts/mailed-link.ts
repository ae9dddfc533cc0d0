import 'server-only';
import { createHmac } from 'node:crypto';
import { PlatformError } from '@dfm/contracts';
import { pages } from '@dfm/contracts/pages';
import { headers } from 'next/headers';
import { after } from 'next/server';
import { db } from '../db/client.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { mailIsConfigured, sendMail } from '../mail/mailer.ts';
import { env } from '../platform/env.ts';
import { log } from '../platform/log.ts';
import { makeLink, spendMailedLink } from './one-time-link.ts';
import { startSession } from './start-session.ts';

/**
 * Sends the owner of an account a link to sign in or to choose a new password. Whether there is an account is
 * found out only after the response, so neither its text nor its time tells.
 *
 * @param email in lower case
 * @param to validated path to continue on
 * @throws PlatformError `rate-limited`, `forbidden`; `not-found` if mail is not configured
 */
export async function mailLink(email: string, to: string): Promise<void> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  if (!mailIsConfigured()) throw new PlatformError('not-found', 'This site does not send mail.');
  await countUse(networkKey(requestHeaders), 'sign-in');
  await countUse(addressKey(email), 'mail to an address');
  after(async () => {
    await sendLink(email, to).catch((error: unknown) =>
      log.error({ err: error }, 'no link was made for a mail'),
    );
  });
}

async function sendLink(email: string, to: string): Promise<void> {
  const account = await db().user.findFirst({ where: { email, isAnonymous: false }, select: { id: true } });
  if (!account) return;
  const link = new URL(await makeLink({ purpose: 'email', forId: account.id }), env().SITE_URL);
  link.searchParams.set('to', to);
  await sendMail({ to: email, ...mailWith(link.href) });
}

const mailWith = (link: string) => ({
  subject: `Your link to ${pages.home.title}`,
  text: `With this link you sign in to ${pages.home.title} at ${env().SITE_URL}, or choose a new password:

${link}

It works once, for an hour. If you did not ask for it, ignore this message. Nothing has changed.
`,
});

/**
 * Signs in with a link from a mail. The work of an anonymous learner becomes the account's.
 *
 * @param to validated path to continue on
 * @returns the path of the next page, which asks for the code of an account with a second factor
 * @throws PlatformError `not-found` if the link is unknown, expired or was used, or if the address of the
 *   account has not been confirmed yet
 */
export async function signInWithMail(token: string, to: string): Promise<string> {
  const requestHeaders = await headers();
  await countUse(networkKey(requestHeaders), 'sign-in');
  return startSession(await spendMailedLink(token), requestHeaders, to);
}

/** A key for an address, whether or not there is an account with it. */
function addressKey(email: string): string {
  return createHmac('sha256', env().AUTH_SECRET).update(`mail:${email}`).digest('hex').slice(0, 32);
}
