import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import type { LinkPurpose, StaffRole } from '../db/generated/enums.ts';
import { linkTokenHash, newLinkToken } from './link-token.ts';
import { deleteSecondFactor } from './second-factor.ts';

const HOUR_MS = 60 * 60_000;
/** A mailbox may be read by others later. */
const validHours = { email: 1, password: 7 * 24, staff: 7 * 24 } as const;

/** A role can do less than those after it. */
const rank: Record<StaffRole, number> = { author: 0, assistant: 1, instructor: 2 };

/** What a link does when it is used. */
export type LinkEffect =
  | { purpose: 'password'; forId: string; madeById: string }
  | { purpose: 'staff'; courseId: string; role: StaffRole; madeById: string }
  | { purpose: 'email'; forId: string };

/** What a link offers, for the page that it opens. */
export type LinkOffer =
  | { purpose: 'admin' }
  | { purpose: 'password'; name: string; email: string }
  /** `maySignIn`: without it, a new password has to be chosen. */
  | { purpose: 'email'; name: string; email: string; maySignIn: boolean }
  | { purpose: 'staff'; course: string; role: StaffRole };

/**
 * Makes a link that works once, for a week, or for an hour if it is mailed. One for an account replaces
 * earlier ones with the same purpose.
 *
 * @param effect what it does, with the person who hands it out
 * @returns its path; it is stored as a hash, so this is the only time it can be read
 */
export async function makeLink(
  effect: LinkEffect,
  executor: Pick<Prisma.TransactionClient, 'oneTimeLink'> = db(),
): Promise<string> {
  const token = newLinkToken();
  const { purpose } = effect;
  if (purpose !== 'staff') await executor.oneTimeLink.deleteMany({ where: { purpose, forId: effect.forId } });
  await executor.oneTimeLink.create({
    data: {
      ...effect,
      tokenHash: linkTokenHash(token),
      expiresAt: new Date(Date.now() + validHours[purpose] * HOUR_MS),
    },
  });
  return hrefTo('link', token);
}

/** What an unused link offers. @returns undefined for a link that is unknown, expired or was used */
export async function linkOffer(token: string): Promise<LinkOffer | undefined> {
  const link = await db().oneTimeLink.findFirst({
    where: { tokenHash: linkTokenHash(token), usedAt: null, expiresAt: { gt: new Date() } },
    select: {
      purpose: true,
      role: true,
      course: { select: { name: true } },
      for: { select: { name: true, email: true, emailVerified: true } },
    },
  });
  if (link?.purpose === 'admin') return { purpose: 'admin' };
  if (link?.for) {
    const { name, email, emailVerified: maySignIn } = link.for;
    if (link.purpose === 'password') return { purpose: 'password', name, email };
    if (link.purpose === 'email') return { purpose: 'email', name, email, maySignIn };
  }
  if (link?.purpose === 'staff' && link.course && link.role !== null)
    return { purpose: 'staff', course: link.course.name, role: link.role };
  return undefined;
}

/**
 * Uses a link for the account that opened it.
 *
 * @returns the page to continue on
 * @throws PlatformError `not-found` if it is unknown, expired or was used, or is for one account
 */
export async function acceptLink(token: string, accountId: string): Promise<string> {
  const by = (role: StaffRole | 'admin') => ({ account: { id: accountId }, role });
  return db().$transaction(async (transaction) => {
    const { purpose, courseId, role } = await use(token, ['admin', 'staff'], transaction);
    // One for a password may have been made by someone who may not make one for staff.
    await transaction.oneTimeLink.deleteMany({ where: { purpose: 'password', forId: accountId } });
    if (purpose === 'staff') {
      const key = { courseId: courseId!, userId: accountId };
      const staff = { role: role! };
      // A link takes nothing away: an instructor who opens one for an assistant stays an instructor.
      const known = await transaction.staffMember.findUnique({ where: { courseId_userId: key } });
      if (known === null || rank[known.role] < rank[staff.role])
        await transaction.staffMember.upsert({
          where: { courseId_userId: key },
          create: { ...key, ...staff },
          update: staff,
        });
      await record(transaction, by(staff.role), {
        action: 'staff.join',
        in: { courseId: courseId! },
        personId: accountId,
        details: { ...staff },
      });
    } else {
      await transaction.user.update({ where: { id: accountId }, data: { isAdmin: true } });
      await record(transaction, by('admin'), { action: 'admin.join', personId: accountId });
    }
    return hrefTo('teach');
  });
}

/**
 * Sets a new password with a link, and ends what else may let a stranger in: sessions, passkeys, and tokens
 * of programs. Schools stay, because the school decides who is who.
 *
 * @param hash of the new password
 * @throws PlatformError `not-found` if the link is unknown, expired or was used, or is not for this
 */
export async function setPasswordWithLink(token: string, hash: string): Promise<void> {
  await db().$transaction(async (transaction) => {
    const { purpose, forId, madeById } = await use(token, ['password', 'email'], transaction);
    const userId = forId!;
    if (purpose === 'email') await confirmAddress(userId, transaction);
    else await assertMayStillReset(userId, madeById, transaction);
    const changed = await transaction.account.updateMany({
      where: { userId, providerId: 'credential' },
      data: { password: hash },
    });
    if (changed.count === 0)
      await transaction.account.create({
        data: { id: newLinkToken(), accountId: userId, providerId: 'credential', userId, password: hash },
      });
    await transaction.session.deleteMany({ where: { userId } });
    await transaction.pendingSignIn.deleteMany({ where: { userId } });
    await transaction.passkey.deleteMany({ where: { userId } });
    await transaction.apiToken.deleteMany({ where: { userId } });
    if (purpose === 'email') return;
    // Who opened the link is not known: it need not be the owner of the account.
    const actor = { account: undefined, role: 'link' } as const;
    await record(transaction, actor, { action: 'password-link.use', personId: userId });
  });
}

/**
 * Uses a mailed link to sign in.
 *
 * @returns ID of the account
 * @throws PlatformError `not-found` if it is unknown, expired or was used, or the address of the account was
 *   never confirmed
 */
export async function spendMailedLink(token: string): Promise<string> {
  return db().$transaction(async (transaction) => {
    const { forId } = await use(token, ['email'], transaction);
    const { emailVerified } = await transaction.user.findUniqueOrThrow({
      where: { id: forId! },
      select: { emailVerified: true },
    });
    if (!emailVerified) throw new PlatformError('not-found', linkDoesNotWork);
    return forId!;
  });
}

/**
 * Notes that the owner of the address has the account. Someone else may have created it with this address and
 * have made other ways into it, which end with the first confirmation.
 */
async function confirmAddress(userId: string, transaction: Prisma.TransactionClient): Promise<void> {
  const { count } = await transaction.user.updateMany({
    where: { id: userId, emailVerified: false },
    data: { emailVerified: true },
  });
  if (count === 0) return;
  await deleteSecondFactor(userId, transaction);
  await transaction.account.deleteMany({ where: { userId, providerId: { not: 'credential' } } });
}

/**
 * The person who made a link may have lost the right to do so since, or the account may have become staff.
 *
 * @throws PlatformError `not-found`
 */
async function assertMayStillReset(
  userId: string,
  madeById: string | null,
  transaction: Prisma.TransactionClient,
): Promise<void> {
  const maker = await transaction.user.findUnique({
    where: { id: madeById ?? '' },
    select: { isAdmin: true },
  });
  if (maker?.isAdmin === true) return;
  const isTaught = await transaction.user.count({
    where: {
      id: userId,
      isAdmin: false,
      staffOf: { none: {} },
      memberOf: {
        some: { cohort: { course: { staff: { some: { userId: madeById ?? '', role: 'instructor' } } } } },
      },
    },
  });
  if (isTaught === 0) throw new PlatformError('not-found', linkDoesNotWork);
}

/** What someone reads whose link was used, has expired or never existed. */
export const linkDoesNotWork = 'This link has been used or has expired. Get a new one where you got it.';

/** Marks a link as used. Of two who use it at the same time, one gets the error. */
async function use(token: string, purposes: LinkPurpose[], transaction: Prisma.TransactionClient) {
  const [link] = await transaction.oneTimeLink.updateManyAndReturn({
    where: {
      tokenHash: linkTokenHash(token),
      purpose: { in: purposes },
      usedAt: null,
      expiresAt: { gt: new Date() },
    },
    data: { usedAt: new Date() },
  });
  if (!link) throw new PlatformError('not-found', linkDoesNotWork);
  return link;
}
