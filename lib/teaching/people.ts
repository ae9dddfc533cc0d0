import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type {
  CohortMemberView,
  OpenInvitation,
  PersonView,
  StaffMemberView,
  StaffRoleName,
} from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { makeLink } from '../accounts/one-time-link.ts';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { env } from '../platform/env.ts';
import type { CohortAccess, CourseAccess } from './access.ts';

/** The learners of a cohort, in the order of their names. */
export async function membersOf({
  cohortId,
}: CohortAccess<'seeWork' | 'manage'>): Promise<CohortMemberView[]> {
  const members = await db().cohortMember.findMany({
    where: { cohortId },
    orderBy: [{ learner: { name: 'asc' } }, { learnerId: 'asc' }],
    select: { joinedAt: true, groupName: true, learner: { select: { id: true, name: true, email: true } } },
  });
  return members.map(({ joinedAt, groupName, learner }) => ({
    ...person(learner, joinedAt),
    group: groupName === null ? undefined : visibleLine(groupName),
  }));
}

/**
 * Removes a learner from a cohort. Their work stays theirs.
 *
 * @returns the learner's name; undefined if they are not a member
 */
export async function removeMember(
  access: CohortAccess<'manage'>,
  learnerId: string,
): Promise<string | undefined> {
  const { cohortId } = access;
  return db().$transaction(async (transaction) => {
    const member = await transaction.cohortMember.findUnique({
      where: { cohortId_learnerId: { cohortId, learnerId } },
      select: { learner: { select: { name: true } } },
    });
    const { count } = await transaction.cohortMember.deleteMany({ where: { cohortId, learnerId } });
    if (count > 0)
      await record(transaction, access, { action: 'member.remove', in: access, personId: learnerId });
    return member === null ? undefined : visibleLine(member.learner.name);
  });
}

/** The staff of a course, in the order in which they joined. */
export async function staffOf({ courseId }: CourseAccess<'seeWork' | 'manage'>): Promise<StaffMemberView[]> {
  const staff = await db().staffMember.findMany({
    where: { courseId },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    select: { role: true, joinedAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  return staff.map(({ role, joinedAt, user }) => ({ ...person(user, joinedAt), role }));
}

/**
 * Gives a member of the staff a different role, or removes them without one. Links for new staff that they
 * made and no one has used stop working, so that they cannot use them to come back.
 *
 * @returns their name; undefined if they are not on the staff
 * @throws PlatformError `conflict` if the course would have no instructor; an admin may do even that
 */
export async function changeStaff(
  access: CourseAccess<'manage'>,
  userId: string,
  role: StaffRoleName | undefined,
): Promise<string | undefined> {
  const { courseId } = access;
  return db().$transaction(async (transaction) => {
    // Two instructors who remove each other at the same time have to wait for each other.
    await transaction.$queryRaw`SELECT id FROM course WHERE id = ${courseId} FOR UPDATE`;
    const key = { courseId_userId: { courseId, userId } };
    const member = await transaction.staffMember.findUnique({
      where: key,
      select: { role: true, user: { select: { name: true } } },
    });
    if (!member) return undefined;
    if (member.role === 'instructor' && role !== 'instructor') {
      await assertAnotherInstructor(access, userId, transaction);
      await transaction.oneTimeLink.deleteMany({
        where: { purpose: 'staff', courseId, madeById: userId, usedAt: null },
      });
    }
    await (role === undefined
      ? transaction.staffMember.delete({ where: key })
      : transaction.staffMember.update({ where: key, data: { role } }));
    await record(transaction, access, {
      ...(role === undefined ? { action: 'staff.remove' } : { action: 'staff.change', details: { role } }),
      in: { courseId },
      personId: userId,
    });
    return visibleLine(member.user.name);
  });
}

async function assertAnotherInstructor(
  { courseId, account }: CourseAccess<'manage'>,
  userId: string,
  transaction: Prisma.TransactionClient,
): Promise<void> {
  if (account.isAdmin) return;
  const others = await transaction.staffMember.count({
    where: { courseId, role: 'instructor', userId: { not: userId } },
  });
  if (others === 0)
    throw new PlatformError(
      'conflict',
      'A course needs an instructor. Make someone else an instructor first.',
    );
}

/** Makes a link for new staff, which works once. @returns its address, which cannot be read again */
export async function inviteStaff(access: CourseAccess<'manage'>, role: StaffRoleName): Promise<string> {
  const { courseId, account } = access;
  const path = await db().$transaction(async (transaction) => {
    await record(transaction, access, { action: 'invitation.make', in: { courseId }, details: { role } });
    return makeLink({ purpose: 'staff', courseId, role, madeById: account.id }, transaction);
  });
  return new URL(path, env().SITE_URL).href;
}

/** The links for new staff that no one has used, the one that expires first at the top. */
export async function openInvitations({ courseId }: CourseAccess<'manage'>): Promise<OpenInvitation[]> {
  const links = await db().oneTimeLink.findMany({
    where: { purpose: 'staff', courseId, usedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { expiresAt: 'asc' },
    select: { id: true, role: true, expiresAt: true, madeBy: { select: { name: true } } },
  });
  return links.flatMap(({ id, role, expiresAt, madeBy }) =>
    role === null
      ? []
      : [
          {
            id,
            role,
            expiresAt: expiresAt.toISOString(),
            madeBy: madeBy ? visibleLine(madeBy.name) : undefined,
          },
        ],
  );
}

/** Makes a link for new staff stop working. @returns whether it still worked */
export async function withdrawInvitation(access: CourseAccess<'manage'>, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { courseId } = access;
  return db().$transaction(async (transaction) => {
    const { count } = await transaction.oneTimeLink.deleteMany({
      where: { id, purpose: 'staff', courseId, usedAt: null },
    });
    if (count > 0) await record(transaction, access, { action: 'invitation.withdraw', in: { courseId } });
    return count > 0;
  });
}

function person(
  { id, name, email }: { id: string; name: string; email: string },
  joinedAt: Date,
): PersonView {
  return { id, name: visibleLine(name), email: visibleLine(email), joinedAt: joinedAt.toISOString() };
}
