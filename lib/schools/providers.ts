import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { SchoolForAdmin } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import type { AdminAccess } from '../operator/access.ts';
import { seal, unseal } from '../platform/sealed.ts';
import { connectToSchool } from './school-client.ts';

/** The schools with which people sign in, with how many accounts depend on them. */
export async function schoolsForAdmin(_access: AdminAccess): Promise<SchoolForAdmin[]> {
  const found = await db().identityProvider.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] });
  return Promise.all(
    found.map(async ({ id, name, issuer, clientId }) => ({
      id,
      name: visibleLine(name),
      issuer,
      clientId,
      accounts: await db().account.count({ where: { providerId: id } }),
      stranded: await strandedBy(id, db()),
    })),
  );
}

/**
 * Registers a school.
 *
 * @throws PlatformError `bad-request`, whose message says what is wrong with its discovery document
 */
export async function addSchool(
  access: AdminAccess,
  school: { name: string; issuer: string; clientId: string; clientSecret: string },
): Promise<void> {
  await connectToSchool(school);
  await db().$transaction(async (transaction) => {
    const clientSecret = seal(school.clientSecret, 'client secret');
    await transaction.identityProvider.create({ data: { ...school, clientSecret } });
    await record(transaction, access, { action: 'provider.add' });
  });
}

/**
 * Changes how a school is called, and how it knows this site. The issuer cannot change: the same ID may be a
 * different person at another one.
 *
 * @param change an empty secret keeps the present one
 * @throws PlatformError `not-found`, otherwise as `addSchool`
 */
export async function changeSchool(
  access: AdminAccess,
  id: string,
  change: { name: string; clientId: string; clientSecret: string },
): Promise<void> {
  const school = isId(id) ? await db().identityProvider.findUnique({ where: { id } }) : null;
  if (!school) throw new PlatformError('not-found', noSuchSchool);
  const clientSecret = change.clientSecret || unseal(school.clientSecret, 'client secret');
  if (clientSecret === undefined)
    throw new PlatformError('bad-request', 'AUTH_SECRET has changed. Enter the client secret again.');
  await connectToSchool({ issuer: school.issuer, clientId: change.clientId, clientSecret });
  await db().$transaction(async (transaction) => {
    await transaction.identityProvider.updateMany({
      where: { id },
      data: { ...change, clientSecret: seal(clientSecret, 'client secret') },
    });
    await record(transaction, access, { action: 'provider.change' });
  });
}

/**
 * Deletes a school, and the connections of accounts with it. The accounts stay.
 *
 * @param confirmed how many accounts without another way to sign in the page showed to the admin
 * @throws PlatformError `not-found`; `conflict` if there are more
 */
export async function deleteSchool(access: AdminAccess, id: string, confirmed: number): Promise<void> {
  await db().$transaction(async (transaction) => {
    const stranded = await strandedBy(id, transaction);
    if (stranded > confirmed)
      throw new PlatformError(
        'conflict',
        `${stranded === 1 ? 'One account has' : `${stranded} accounts have`} no other way to sign in. Reload the page and confirm that.`,
      );
    const deleted = await transaction.identityProvider.deleteMany({ where: { id } });
    if (deleted.count === 0) throw new PlatformError('not-found', noSuchSchool);
    const { count: accounts } = await transaction.account.deleteMany({ where: { providerId: id } });
    await record(transaction, access, { action: 'provider.delete', details: { accounts } });
  });
}

/** The number of accounts that can sign in with this school only. */
function strandedBy(id: string, executor: Pick<Prisma.TransactionClient, 'user'>): Promise<number> {
  return executor.user.count({
    where: { accounts: { some: { providerId: id }, every: { providerId: id } } },
  });
}

const noSuchSchool = 'This school has already been deleted.';
