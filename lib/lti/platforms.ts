import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ClassChoice, ConnectedLms } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { providerOfLms } from '../accounts/account-of-person.ts';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { isAllowed } from '../http/allowed-address.ts';
import { type CourseAccess, permissions } from '../teaching/access.ts';
import type { LmsAccess, PlatformAccess } from './access.ts';
import { checkKeySet } from './platform-keys.ts';

/** What can be changed later. */
interface PlatformAddresses {
  name: string;
  authUrl: string;
  tokenUrl: string;
  jwksUrl: string;
}

/** The courses with which someone may connect an LMS, in the order of their names. */
export async function coursesForLms(access: LmsAccess): Promise<ClassChoice[]> {
  const found = await db().course.findMany({
    where: managedBy(access),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
  return found.map(({ id, name }) => ({ id, name: visibleLine(name) }));
}

/** The LMSs of the courses that someone manages. */
export async function connectedLmss(access: LmsAccess): Promise<ConnectedLms[]> {
  const found = await db().ltiPlatform.findMany({
    where: { course: managedBy(access) },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    include: {
      course: { select: { name: true } },
      deployments: { orderBy: { deploymentId: 'asc' } },
      contexts: {
        orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
        select: {
          id: true,
          title: true,
          cohort: { select: { name: true } },
          _count: { select: { links: true } },
        },
      },
    },
  });
  return Promise.all(
    found.map(async ({ id, name, course, deployments, contexts, ...platform }) => ({
      id,
      name: visibleLine(name),
      course: visibleLine(course.name),
      issuer: platform.issuer,
      clientId: platform.clientId,
      authUrl: platform.authUrl,
      tokenUrl: platform.tokenUrl,
      jwksUrl: platform.jwksUrl,
      deployments: deployments.map(({ deploymentId }) => deploymentId),
      contexts: contexts.map(({ _count: counts, ...context }) => ({
        id: context.id,
        title: titleOf(context),
        cohort: context.cohort ? visibleLine(context.cohort.name) : undefined,
        links: counts.links,
      })),
      accounts: await db().account.count({ where: { providerId: providerOfLms(id) } }),
      stranded: await strandedBy(id, db()),
    })),
  );
}

/** The title of a course of an LMS. Some LMSs do not send one. */
export function titleOf({ title }: { title: string }): string {
  return visibleLine(title) || 'Untitled course';
}

/**
 * Connects an LMS with a course.
 *
 * @returns the ID of the LMS
 * @throws PlatformError `bad-request` if an address cannot be used, `conflict` if the LMS has been added
 *   already
 */
export async function addPlatform(
  access: CourseAccess<'manage'>,
  {
    deploymentId,
    ...platform
  }: PlatformAddresses & { issuer: string; clientId: string; deploymentId: string },
): Promise<string> {
  const { courseId } = access;
  await checkAddresses(platform);
  try {
    return await db().$transaction(async (transaction) => {
      const { id } = await transaction.ltiPlatform.create({
        data: { ...platform, courseId, deployments: { create: { deploymentId } } },
        select: { id: true },
      });
      await record(transaction, access, { action: 'lms.add', in: access });
      return id;
    });
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new PlatformError(
      'conflict',
      'An LMS with this issuer and client ID has been added already, to this or to a different course. Register this site again in the LMS, which gives it a new client ID.',
    );
  }
}

/**
 * Changes the name and the addresses of an LMS. Issuer and client ID cannot change: the same ID may be a
 * different person at another LMS.
 *
 * @throws PlatformError `bad-request` if an address cannot be used
 */
export async function changePlatform(access: PlatformAccess, change: PlatformAddresses): Promise<void> {
  await checkAddresses(change);
  await db().$transaction(async (transaction) => {
    await transaction.ltiPlatform.updateMany({ where: { id: access.platformId }, data: change });
    await record(transaction, access, { action: 'lms.change', in: access });
  });
}

/** Lets an LMS open this site from one more of the places where it was added. Does nothing for a known one. */
export async function addDeployment(access: PlatformAccess, deploymentId: string): Promise<void> {
  const { platformId } = access;
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.ltiDeployment.createMany({
      data: { platformId, deploymentId },
      skipDuplicates: true,
    });
    if (count > 0) await record(transaction, access, { action: 'lms.add-deployment', in: access });
  });
}

/** Refuses launches from one place in an LMS from now on. */
export async function removeDeployment(access: PlatformAccess, deploymentId: string): Promise<void> {
  const { platformId } = access;
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.ltiDeployment.deleteMany({ where: { platformId, deploymentId } });
    if (count > 0) await record(transaction, access, { action: 'lms.remove-deployment', in: access });
  });
}

/**
 * Deletes an LMS with its courses and links, and the connections of accounts with it. Accounts, memberships,
 * work and grades stay.
 *
 * @param confirmed how many accounts without another way to sign in the page showed
 * @throws PlatformError `conflict` if there are more
 */
export async function deletePlatform(access: PlatformAccess, confirmed: number): Promise<void> {
  const { platformId } = access;
  await db().$transaction(async (transaction) => {
    const stranded = await strandedBy(platformId, transaction);
    if (!(stranded <= confirmed))
      throw new PlatformError(
        'conflict',
        `${stranded === 1 ? 'One account has' : `${stranded} accounts have`} no other way to sign in. Reload the page and confirm that.`,
      );
    const { count } = await transaction.ltiPlatform.deleteMany({ where: { id: platformId } });
    if (count === 0) return;
    const { count: accounts } = await transaction.account.deleteMany({
      where: { providerId: providerOfLms(platformId) },
    });
    await record(transaction, access, { action: 'lms.delete', in: access, details: { accounts } });
  });
}

async function checkAddresses({ authUrl, tokenUrl, jwksUrl }: PlatformAddresses): Promise<void> {
  if (![authUrl, tokenUrl].every(isAllowed))
    throw new PlatformError('bad-request', 'The addresses of the LMS have to begin with https://.');
  await checkKeySet(jwksUrl);
}

/** The number of accounts that can sign in with this LMS only. */
function strandedBy(platformId: string, executor: Pick<Prisma.TransactionClient, 'user'>): Promise<number> {
  const providerId = providerOfLms(platformId);
  return executor.user.count({ where: { accounts: { some: { providerId }, every: { providerId } } } });
}

function managedBy({ account }: LmsAccess): Prisma.CourseWhereInput {
  return account.isAdmin
    ? {}
    : { staff: { some: { userId: account.id, role: { in: [...permissions.manage] } } } };
}
