import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ZonedTime } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { countUse } from '../limits/hourly-use.ts';
import { deletionOf } from './end-of-term.ts';
import { parseJoinCode } from './join-code.ts';

/** What a join link shows before anyone joins. */
export interface JoinOffer {
  cohortId: string;
  name: string;
  course: string;
  /** When the work for the class is deleted; undefined if it is kept. */
  deletion: ZonedTime | undefined;
}

/**
 * The class of a join link.
 *
 * @param text the code in the link, unvalidated
 * @param network key of the network that asks, whose guesses are limited
 * @returns undefined for a wrong code, and for the code of a class that is closed or whose work has been
 *   deleted
 * @throws PlatformError `rate-limited`
 */
export async function joinOffer(text: string, network: string): Promise<JoinOffer | undefined> {
  const joinCode = parseJoinCode(text);
  if (joinCode === undefined) return undefined;
  await countUse(network, 'join link');
  return offerOf({ joinCode });
}

/**
 * The class that a link of an LMS leads to.
 *
 * @returns undefined if it is closed or its work has been deleted
 */
export async function joinOfferOf(cohortId: string): Promise<JoinOffer | undefined> {
  return offerOf({ id: cohortId });
}

async function offerOf(where: { joinCode: string } | { id: string }): Promise<JoinOffer | undefined> {
  const cohort = await db().cohort.findUnique({
    where: { ...where, isOpen: true },
    select: { id: true, name: true, timeZone: true, course: { select: { name: true } } },
  });
  if (!cohort) return undefined;
  const deletedAt = await deletionOf(cohort.id);
  // Someone who joined now would lose what they did before.
  if (deletedAt !== undefined && deletedAt <= new Date()) return undefined;
  return {
    cohortId: cohort.id,
    name: visibleLine(cohort.name),
    course: visibleLine(cohort.course.name),
    deletion: deletedAt && { at: deletedAt.toISOString(), timeZone: cohort.timeZone },
  };
}

/**
 * Makes an account a member of the class of a join link, in the group that the list of the class has for the
 * address. Does nothing for a member.
 *
 * @returns the class's ID
 * @throws PlatformError `not-found` if the code is wrong or the class is closed, `rate-limited`
 */
export async function join(account: Account, text: string, network: string): Promise<string> {
  const offer = await joinOffer(text, network);
  if (!offer) throw new PlatformError('not-found', linkDoesNotWork);
  await joinOffered(account, offer);
  return offer.cohortId;
}

/**
 * Makes an account a member of a class that it was offered, in the group that the list of the class has for
 * the address. Does nothing for a member.
 */
export async function joinOffered(
  account: Pick<Account, 'id' | 'email'>,
  { cohortId }: JoinOffer,
): Promise<void> {
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.cohortMember.createMany({
      data: { cohortId, learnerId: account.id },
      skipDuplicates: true,
    });
    if (count === 0) return;
    const onList = { cohortId, email: account.email };
    const expected = await transaction.expectedMember.findUnique({ where: { cohortId_email: onList } });
    if (!expected) return;
    await transaction.cohortMember.update({
      where: { cohortId_learnerId: { cohortId, learnerId: account.id } },
      data: { groupName: expected.groupName },
    });
    await transaction.expectedMember.deleteMany({ where: onList });
  });
}

export const linkDoesNotWork =
  'This link does not lead to a class that can be joined. Check that it is complete, or ask your teacher for the current one.';

/** Whether a learner is a member of a class. */
export async function isMember(learnerId: string, cohortId: string): Promise<boolean> {
  return isId(cohortId) && (await db().cohortMember.count({ where: { learnerId, cohortId } })) > 0;
}

/** Ends a learner's membership. Their work stays theirs. */
export async function leave(learnerId: string, cohortId: string): Promise<void> {
  if (isId(cohortId)) await db().cohortMember.deleteMany({ where: { learnerId, cohortId } });
}
