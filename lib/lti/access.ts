import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';
import { type Account, accountForPage, actingAccount } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { type CourseAccess, courseAccess, permissions } from '../teaching/access.ts';

declare const checked: unique symbol;

/** Proof that someone may connect LMSs: an admin, or an instructor of some course. */
export interface LmsAccess {
  readonly account: Account;
  readonly [checked]: true;
}

/** Proof that someone may manage one LMS: the instructors of its course may. */
export interface PlatformAccess extends CourseAccess<'manage'> {
  readonly platformId: string;
}

/** As `PlatformAccess`, for a course of the LMS. */
export interface ContextAccess extends PlatformAccess {
  readonly contextId: string;
}

/** Access for a page: visitors are sent to sign in, and for everyone else without the right it does not exist. */
export async function lmsAccessForPage(path: string): Promise<LmsAccess> {
  const account = await accountForPage(path);
  if (!(await mayConnectLms(account))) notFound();
  return { account } as LmsAccess;
}

/** Whether someone may connect an LMS with a course. */
export async function mayConnectLms(account: Account): Promise<boolean> {
  if (account.isAdmin) return true;
  const manages = { userId: account.id, role: { in: [...permissions.manage] } };
  return (await db().staffMember.count({ where: manages })) > 0;
}

/** Access for a server action. @throws PlatformError `not-found`, and as `actingAccount` and `courseAccess` */
export async function actingOnPlatform(platformId: unknown): Promise<PlatformAccess> {
  const account = await actingAccount();
  const platform = isId(platformId)
    ? await db().ltiPlatform.findUnique({ where: { id: platformId }, select: { id: true, courseId: true } })
    : null;
  if (!platform) throw noSuchLms();
  return { ...(await courseAccess(account, platform.courseId, 'manage')), platformId: platform.id };
}

/** Access for a server action. @throws PlatformError as `actingOnPlatform` */
export async function actingOnContext(contextId: unknown): Promise<ContextAccess> {
  return contextAccess(await actingAccount(), contextId);
}

/** Access for a page: visitors are sent to sign in, and for everyone else without the right it does not exist. */
export async function contextAccessForPage(path: string, contextId: unknown): Promise<ContextAccess> {
  const account = await accountForPage(path);
  return contextAccess(account, contextId).catch((error: unknown) => {
    if (error instanceof PlatformError) notFound();
    throw error;
  });
}

async function contextAccess(account: Account, contextId: unknown): Promise<ContextAccess> {
  const context = isId(contextId)
    ? await db().ltiContext.findUnique({
        where: { id: contextId },
        select: { id: true, platform: { select: { id: true, courseId: true } } },
      })
    : null;
  if (!context) throw noSuchLms();
  const { platform } = context;
  const access = await courseAccess(account, platform.courseId, 'manage');
  return { ...access, platformId: platform.id, contextId: context.id };
}

const noSuchLms = () =>
  new PlatformError('not-found', 'There is no such LMS, or you are not on the staff of its course.');
