import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { makeLink } from '../accounts/one-time-link.ts';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import type { CohortAccess } from './access.ts';

/**
 * Makes a link with which a learner of a cohort chooses a new password. Anyone who has the link can take over
 * the account, so only admins can make one for staff.
 *
 * @returns its address, which cannot be read again
 * @throws PlatformError `not-found` for someone who is not in the cohort, `forbidden` for staff
 */
export async function passwordLink(access: CohortAccess<'manage'>, learnerId: string): Promise<string> {
  const { cohortId, account } = access;
  const member = await db().cohortMember.findUnique({
    where: { cohortId_learnerId: { cohortId, learnerId } },
    select: { learner: { select: { isAdmin: true, staffOf: { select: { role: true }, take: 1 } } } },
  });
  if (!member) throw new PlatformError('not-found', 'They have left the class.');
  const isStaff = member.learner.isAdmin || member.learner.staffOf.length > 0;
  if (isStaff && !account.isAdmin)
    throw new PlatformError(
      'forbidden',
      'This account belongs to staff. Only an admin of this site can make a link for its password.',
    );
  const path = await db().$transaction(async (transaction) => {
    await record(transaction, access, { action: 'password-link.make', in: access, personId: learnerId });
    return makeLink({ purpose: 'password', forId: learnerId, madeById: account.id }, transaction);
  });
  return new URL(path, env().SITE_URL).href;
}
