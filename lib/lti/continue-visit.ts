import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { headers } from 'next/headers';
import { accountOfPerson, providerOfLms } from '../accounts/account-of-person.ts';
import { confirmPassword } from '../accounts/own-account.ts';
import { startSession } from '../accounts/start-session.ts';
import { accountOf } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { assertSameOrigin } from '../http/same-origin.ts';
import { countUse } from '../limits/hourly-use.ts';
import { networkKey } from '../limits/network.ts';
import { connectSchool } from '../schools/own-schools.ts';
import { type JoinOffer, joinOffered } from '../teaching/joining.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { bindContext } from './contexts.ts';
import { type Visit, visitOf } from './visit.ts';

/**
 * The visit of a server action, and what happens next.
 *
 * @param id unvalidated
 * @throws PlatformError `forbidden` if a page of a different site caused the call, `not-found` if the visit
 *   is over
 */
export async function actingOnVisit(id: unknown): Promise<{ visit: Visit; arrival: Arrival }> {
  const requestHeaders = await headers();
  assertSameOrigin(requestHeaders);
  const visit = await visitOf(id, requestHeaders);
  if (!visit) throw new PlatformError('not-found', visitIsOver);
  return { visit, arrival: await arrivalOf(visit, await accountOf(requestHeaders)) };
}

/**
 * Signs in as the person of the LMS, whom the page has named, and joins the class. A new person gets an
 * account.
 *
 * @returns the path to continue on
 * @throws PlatformError as `actingOnVisit`, `conflict` if something has changed meanwhile, `rate-limited`
 */
export async function continueVisit(id: unknown): Promise<string> {
  const { visit, arrival } = await actingOnVisit(id);
  const isOffered = arrival.step === 'continue' || (arrival.step === 'connect' && arrival.mayCreate);
  if (!isOffered) throw hasChanged();
  const requestHeaders = await headers();
  await countUse(networkKey(requestHeaders), 'sign-in');
  // An LMS is registered by an instructor, so what it says about an address confirms nothing.
  const account = await accountOfPerson(visit.launch.person, providerOfLms(visit.platform.id), false);
  if (typeof account === 'string') throw hasChanged();
  const { userId } = account;
  if ((await accountOf(requestHeaders))?.id !== userId) {
    const back = hrefTo('ltiVisit', visit.id);
    const next = await startSession(userId, requestHeaders, back);
    // The second factor is still missing. The person comes back after that.
    if (next !== back) return next;
  }
  return finish(visit, userId, arrival.offer);
}

/**
 * Connects the account in use with the person of the LMS, and joins the class.
 *
 * @param password of the account
 * @returns the path to continue on
 * @throws PlatformError as `continueVisit`, `forbidden` if the password is wrong
 */
export async function connectVisit(id: unknown, password: string): Promise<string> {
  const { visit, arrival } = await actingOnVisit(id);
  const account = await accountOf(await headers());
  if (arrival.step !== 'connect' || !account) throw hasChanged();
  await confirmPassword(account, password);
  const { person } = visit.launch;
  if (!(await connectSchool(account.id, providerOfLms(visit.platform.id), person.subject)))
    throw hasChanged();
  return finish(visit, account.id, arrival.offer);
}

/**
 * Says which class belongs to the course of the LMS.
 *
 * @param cohortId of the course of this site
 * @throws PlatformError as `actingOnVisit`, `conflict` for someone who is not asked for it, `not-found` for a
 *   class that is gone
 */
export async function bindVisit(id: unknown, cohortId: string): Promise<void> {
  const { visit, arrival } = await actingOnVisit(id);
  if (arrival.step !== 'bind') throw hasChanged();
  if (cohortId === '') throw new PlatformError('bad-request', 'Choose a class.');
  await bindContext(arrival.access, visit.context.id, cohortId);
}

async function finish(visit: Visit, userId: string, offer: JoinOffer | undefined): Promise<string> {
  if (offer) {
    const account = await db().user.findUniqueOrThrow({
      where: { id: userId },
      select: { id: true, email: true },
    });
    await joinOffered(account, offer);
  }
  // Its page then leads on, and ends the visit.
  return hrefTo('ltiVisit', visit.id);
}

const hasChanged = () =>
  new PlatformError('conflict', 'Something has changed since this page was opened. Reload it.');
export const visitIsOver =
  'This page works for 30 minutes, once, and only in the browser in which the link was opened. Go back to your LMS and open the link again.';
