import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { SignedInBrowser } from '@dfm/contracts/page-data';
import { headers } from 'next/headers';
import { auth } from '../auth/auth.ts';
import { type Account, passCookies } from '../auth/session.ts';
import { Prisma, db } from '../db/client.ts';
import { countUse } from '../limits/hourly-use.ts';
import { tablesOfWork } from '../limits/retention.ts';
import { cancel } from '../runs/cancel.ts';

/** The browsers that are signed in to an account, the newest first. */
export async function browsersOf(account: Account): Promise<SignedInBrowser[]> {
  const current = await auth().api.getSession({ headers: await headers() });
  const sessions = await db().session.findMany({
    where: { userId: account.id, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
    select: { id: true, userAgent: true, createdAt: true },
  });
  return sessions.map(({ id, userAgent, createdAt }) => ({
    id,
    isThis: id === current?.session.id,
    userAgent: userAgent ?? undefined,
    since: createdAt.toISOString(),
  }));
}

/** Signs a browser of the account out. Does nothing for a session of someone else. */
export async function signOutBrowser(account: Account, sessionId: string): Promise<void> {
  await db().session.deleteMany({ where: { id: sessionId, userId: account.id } });
}

export async function rename(account: Account, name: string): Promise<void> {
  await db().user.update({ where: { id: account.id }, data: { name } });
}

/**
 * Changes the password, and signs out every other browser.
 *
 * @throws PlatformError `forbidden` if the current password is wrong
 */
export async function changePassword(
  account: Account,
  body: { current: string; password: string },
): Promise<void> {
  await countUse(account.id, 'password');
  await db().oneTimeLink.deleteMany({ where: { purpose: 'password', forId: account.id } });
  const answer = await auth()
    .api.changePassword({
      body: { currentPassword: body.current, newPassword: body.password, revokeOtherSessions: true },
      headers: await headers(),
      returnHeaders: true,
    })
    .catch(wrongPassword);
  await passCookies(answer.headers.getSetCookie());
}

/**
 * Deletes an account with everything that it did.
 *
 * @throws PlatformError `forbidden` if the password is wrong, `conflict` for the only admin, and for the only
 *   instructor of a course
 */
export async function deleteAccount(account: Account, password: string): Promise<void> {
  await countUse(account.id, 'password');
  await auth()
    .api.verifyPassword({ body: { password }, headers: await headers() })
    .catch(wrongPassword);
  await assertReplaceable(account);
  const active = await db().run.findMany({
    where: { learnerId: account.id, kind: 'practice', state: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  for (const { id } of active) await cancel(account.id, id);
  await db().$transaction(async (transaction) => {
    for (const table of tablesOfWork.toReversed())
      await transaction.$executeRaw`DELETE FROM ${Prisma.raw(table)} WHERE learner_id = ${account.id}`;
    await transaction.cohortMember.deleteMany({ where: { learnerId: account.id } });
    const taught = await transaction.staffMember.findMany({
      where: { userId: account.id },
      select: { courseId: true },
    });
    await transaction.staffMember.deleteMany({ where: { userId: account.id } });
    // Without classes and staff, only an admin could still find them.
    await transaction.course.deleteMany({
      where: {
        id: { in: taught.map(({ courseId }) => courseId) },
        cohorts: { none: {} },
        staff: { none: {} },
      },
    });
    await transaction.user.delete({ where: { id: account.id } });
  });
}

/** @throws PlatformError `conflict` for the only admin, and for the only instructor of a course */
async function assertReplaceable({ id, isAdmin }: Account): Promise<void> {
  if (isAdmin && (await db().user.count({ where: { isAdmin: true } })) === 1)
    throw new PlatformError(
      'conflict',
      'You are the only admin of this installation. Make someone else an admin first, with npm run admin-link.',
    );
  const alone = await db().course.findFirst({
    where: {
      AND: [
        { cohorts: { some: {} } },
        { staff: { some: { userId: id, role: 'instructor' } } },
        { staff: { none: { userId: { not: id }, role: 'instructor' } } },
      ],
    },
    select: { name: true },
  });
  if (alone)
    throw new PlatformError(
      'conflict',
      `You are the only instructor of “${alone.name}”. Make someone else an instructor, or delete its classes, first.`,
    );
}

function wrongPassword(error: Error & { body?: { code?: unknown } }): never {
  if (error.body?.code === 'INVALID_PASSWORD')
    throw new PlatformError('forbidden', 'The current password is wrong.');
  throw error;
}
