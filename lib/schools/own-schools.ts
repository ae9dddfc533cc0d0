import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { OwnSchool, SchoolChoice } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { providerOfLms } from '../accounts/account-of-person.ts';
import { newLinkToken } from '../accounts/link-token.ts';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';

/** The schools with which anyone can sign in. */
export async function schools(): Promise<SchoolChoice[]> {
  const found = await db().identityProvider.findMany({
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
  return found.map(({ id, name }) => ({ id, name: visibleLine(name) }));
}

/**
 * Every school, with whether an account is connected with it, and the LMSs with which it is. An LMS is
 * connected from a link there.
 */
export async function schoolsOf(account: Account): Promise<OwnSchool[]> {
  const [all, platforms, ways] = await Promise.all([
    schools(),
    db().ltiPlatform.findMany({
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      select: { id: true, name: true },
    }),
    db().account.findMany({ where: { userId: account.id }, select: { providerId: true } }),
  ]);
  const connected = new Set(ways.map(({ providerId }) => providerId));
  const lmss = platforms.map(({ id, name }) => ({ id: providerOfLms(id), name: visibleLine(name) }));
  return [
    ...all.map((school) => ({ ...school, isConnected: connected.has(school.id) })),
    ...lmss.filter(({ id }) => connected.has(id)).map((lms) => ({ ...lms, isConnected: true })),
  ];
}

/**
 * Connects an account with a person of a school.
 *
 * @returns whether it is connected now; false if a different account is connected with the person
 */
export async function connectSchool(userId: string, providerId: string, subject: string): Promise<boolean> {
  const key = { providerId, accountId: subject };
  try {
    await db().account.create({ data: { id: newLinkToken(), ...key, userId } });
    return true;
  } catch (error) {
    if (!isTaken(error)) throw error;
    return (await db().account.count({ where: { ...key, userId } })) > 0;
  }
}

/**
 * Ends the connection of an account with a school.
 *
 * @throws PlatformError `conflict` if there is no other way to sign in to the account
 */
export async function disconnectSchool(account: Account, providerId: string): Promise<void> {
  await db().$transaction(async (transaction) => {
    // Of two ways that are taken away at once, the second waits and then is the last one.
    await transaction.$queryRaw`SELECT id FROM "user" WHERE id = ${account.id} FOR UPDATE`;
    const others = await transaction.account.count({
      where: { userId: account.id, providerId: { not: providerId } },
    });
    if (others === 0)
      throw new PlatformError(
        'conflict',
        'This is the only way in which you can sign in. Ask your teacher or the admin of this site for a link with which you can choose a password first.',
      );
    // A password is no school.
    if (providerId !== 'credential')
      await transaction.account.deleteMany({ where: { userId: account.id, providerId } });
  });
}
