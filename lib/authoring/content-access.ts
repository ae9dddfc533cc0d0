import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';
import { accountForPage, actingAccount, type Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import type { StaffRole } from '../db/generated/enums.ts';

/** The roles that write content. An admin may too. */
const writers: readonly StaffRole[] = ['author', 'instructor'];

declare const checked: unique symbol;

/**
 * Proof that someone may write the content, which all courses of the installation share. Functions that read
 * or change drafts take it as their first argument.
 */
export interface ContentAccess {
  readonly account: Account;
  readonly [checked]: true;
}

/** Whether someone is an admin, or an author or instructor of any course. */
export async function mayWriteContent(account: Account): Promise<boolean> {
  if (account.isAdmin) return true;
  const role = await db().staffMember.findFirst({
    where: { userId: account.id, role: { in: [...writers] } },
    select: { role: true },
  });
  return role !== null;
}

/** @throws PlatformError `forbidden` for anyone who may not */
export async function contentAccess(account: Account): Promise<ContentAccess> {
  if (await mayWriteContent(account)) return { account } as ContentAccess;
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
