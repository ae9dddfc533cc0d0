import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';
import { type Account, accountForPage, accountOf, actingAccount } from '../auth/session.ts';

declare const checked: unique symbol;

/** Proof that someone is an admin of this installation. */
export interface AdminAccess {
  readonly account: Account;
  readonly role: 'admin';
  readonly [checked]: true;
}

/**
 * Sends visitors to the sign-in page. For everyone else who is not an admin, the page does not exist.
 *
 * @param path of the page
 */
export async function adminForPage(path: string): Promise<AdminAccess> {
  const account = await accountForPage(path);
  if (!account.isAdmin) notFound();
  return { account, role: 'admin' } as AdminAccess;
}

/** Rejects an action of anyone else. @throws PlatformError `forbidden`, `unauthenticated` */
export async function requireAdmin(): Promise<AdminAccess> {
  return granted(await actingAccount());
}

/** For a route, which does not exist for anyone else. @throws PlatformError `not-found` */
export async function adminOf(headers: Headers): Promise<AdminAccess> {
  const account = await accountOf(headers);
  if (!account?.isAdmin) throw new PlatformError('not-found', 'There is no such file.');
  return granted(account);
}

/** @throws PlatformError `forbidden` */
function granted(account: Account): AdminAccess {
  if (!account.isAdmin)
    throw new PlatformError('forbidden', 'Only an admin of this installation can do this.');
  return { account, role: 'admin' } as AdminAccess;
}
