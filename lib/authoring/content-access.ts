import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';
import { accountForPage, actingAccount, type Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import type { StaffRole } from '../db/generated/enums.ts';

/** The roles that write content. An admin may too. */
const writers = ['author', 'instructor'] as const satisfies readonly StaffRole[];
type WritingRole = (typeof writers)[number] | 'admin';

declare const checked: unique symbol;

/**
 * Proof that someone may write the content, which all courses of the installation share. Functions that read
 * or change drafts take it as their first argument.
 */
export interface ContentAccess {
  readonly account: Account;
  /** The role in which the account acts; of several courses, in one of them. */
  readonly role: WritingRole;
  readonly [checked]: true;
}

/** The role in which someone may write the content: as an admin, or as author or instructor of any course. */
async function writingRole(account: Account): Promise<WritingRole | undefined> {
  if (account.isAdmin) return 'admin';
  const member = await db().staffMember.findFirst({
    where: { userId: account.id, role: { in: [...writers] } },
    select: { role: true },
  });
  return writers.find((role) => role === member?.role);
}

/** Whether someone is an admin, or an author or instructor of any course. */
export async function mayWriteContent(account: Account): Promise<boolean> {
  return (await writingRole(account)) !== undefined;
}

/** @throws PlatformError `forbidden` for anyone who may not */
export async function contentAccess(account: Account): Promise<ContentAccess> {
  const role = await writingRole(account);
  if (role !== undefined) return { account, role } as ContentAccess;
  throw new PlatformError(
    'forbidden',
    'Only authors and instructors can change the content. Ask an instructor.',
  );
}

/** Access for a page: visitors are sent to sign in, and for everyone else without the right it does not exist. */
export async function contentAccessForPage(path: string): Promise<ContentAccess> {
  const account = await accountForPage(path);
  return contentAccess(account).catch((error: unknown) => {
    if (error instanceof PlatformError) notFound();
    throw error;
  });
}

/** Access for a server action. @throws PlatformError as `actingAccount` and `contentAccess` */
export async function actingOnContent(): Promise<ContentAccess> {
  return contentAccess(await actingAccount());
}
