import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { visibleLine } from '@dfm/contracts/visible-text';
import { knownAccount, providerOfLms } from '../accounts/account-of-person.ts';
import { hasPassword } from '../accounts/own-account.ts';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { type CourseAccess, type Permission, courseAccess } from '../teaching/access.ts';
import { type JoinOffer, isMember, joinOfferOf } from '../teaching/joining.ts';
import { pathOfWork } from './target.ts';
import type { Visit } from './visit.ts';

/** What someone whom an LMS has sent here has to do next. */
export type Arrival =
  /** Nothing: the page is theirs. */
  | { step: 'open'; to: string }
  /** Say which class belongs to the course of the LMS. */
  | { step: 'bind'; access: CourseAccess<'manage'> }
  /** Choose what links lead to. */
  | { step: 'choose'; access: CourseAccess<'manage'>; cohortId: string }
  /** Go back to the LMS, in which a frame has what was chosen. */
  | { step: 'chosen' }
  /** Sign in, because only instructors choose content. */
  | { step: 'sign in as staff' }
  /** Agree to who they become in this browser, and to join the class. */
  | {
      step: 'continue';
      as: Named;
      isNew: boolean;
      insteadOf: Named | undefined;
      offer: JoinOffer | undefined;
    }
  /** Say whether the person of the LMS is the owner of the account in use. */
  | {
      step: 'connect';
      account: Named;
      person: Named;
      mayConnect: boolean;
      mayCreate: boolean;
      offer: JoinOffer;
    }
  /** Sign in to the account that has the address, or that an LMS may not sign in to. */
  | { step: 'sign in'; email: string; because: 'taken' | 'staff' }
  | { step: 'stop'; reason: Stop };

export type Stop = 'not-staff' | 'not-bound' | 'closed' | 'no-email';

interface Named {
  name: string;
  email: string;
}

/** Decides what happens to a visit. Changes nothing. */
export async function arrivalOf(visit: Visit, account: Account | null): Promise<Arrival> {
  const { courseId } = visit.platform;
  const access = account && (await accessIfAny(account, courseId, 'see'));
  const managing = account && (await accessIfAny(account, courseId, 'manage'));
  const { cohortId } = visit.context;
  if (visit.launch.kind === 'choose') {
    if (!account) return { step: 'sign in as staff' };
    if (!managing) return { step: 'stop', reason: 'not-staff' };
    if (visit.isFramed && visit.launch.chosen) return { step: 'chosen' };
    return cohortId === undefined
      ? { step: 'bind', access: managing }
      : { step: 'choose', access: managing, cohortId };
  }
  // Staff are not members of their classes, whatever role the LMS says they have.
  if (access) {
    if (cohortId !== undefined) return { step: 'open', to: targetOf(visit) };
    return managing ? { step: 'bind', access: managing } : { step: 'stop', reason: 'not-bound' };
  }
  return cohortId === undefined
    ? { step: 'stop', reason: 'not-bound' }
    : arrivalOfLearner(visit, account, cohortId);
}

/** The page to which the link of a visit leads. */
function targetOf({ work }: Visit): string {
  return work === undefined ? '/' : pathOfWork(work);
}

async function arrivalOfLearner(visit: Visit, account: Account | null, cohortId: string): Promise<Arrival> {
  const { person } = visit.launch;
  const known = await knownAccount(person, providerOfLms(visit.platform.id));
  const isIn = known !== undefined && (await isMember(known, cohortId));
  if (isIn && known === account?.id) return { step: 'open', to: targetOf(visit) };
  const offer = isIn ? undefined : await joinOfferOf(cohortId);
  if (!isIn && !offer) return { step: 'stop', reason: 'closed' };
  const insteadOf = account && account.id !== known ? named(account) : undefined;
  if (known !== undefined) {
    const as = await db().user.findUniqueOrThrow({
      where: { id: known },
      select: { name: true, email: true, isAdmin: true, staffOf: { take: 1 } },
    });
    // An LMS is registered by an instructor, who must not become an admin or the staff of other courses through it.
    if (known !== account?.id && (as.isAdmin || as.staffOf.length > 0))
      return { step: 'sign in', email: visibleLine(as.email), because: 'staff' };
    return { step: 'continue', as: named(as), isNew: false, insteadOf, offer };
  }
  const { name, email } = person;
  const isTaken = email !== undefined && (await db().user.count({ where: { email } })) > 0;
  if (account)
    return {
      step: 'connect',
      account: named(account),
      person: named({ name, email: email ?? '' }),
      mayConnect: await hasPassword(account),
      mayCreate: email !== undefined && !isTaken,
      offer: offer!,
    };
  if (email === undefined) return { step: 'stop', reason: 'no-email' };
  if (isTaken) return { step: 'sign in', email: visibleLine(email), because: 'taken' };
  return { step: 'continue', as: named({ name, email }), isNew: true, insteadOf: undefined, offer };
}

/** Access to the course as staff; undefined for everyone who may not. An admin has it for every course. */
async function accessIfAny<Needed extends Permission>(
  account: Account,
  courseId: string,
  needed: Needed,
): Promise<CourseAccess<Needed> | undefined> {
  return courseAccess(account, courseId, needed).catch((error: unknown) => {
    if (error instanceof PlatformError) return undefined;
    throw error;
  });
}

function named({ name, email }: Named): Named {
  return { name: visibleLine(name), email: visibleLine(email) };
}
