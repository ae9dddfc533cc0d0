import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/pages';
import { notFound } from 'next/navigation';
import { accountForPage, actingAccount } from '../auth/session.ts';

/** Sends visitors to the sign-in page. For everyone else who is not an admin, the page does not exist. */
export async function adminForPage(): Promise<void> {
  if (!(await accountForPage(hrefTo('operator'))).isAdmin) notFound();
}

/** Rejects an action of anyone else. @throws PlatformError `forbidden`, `unauthenticated` */
export async function requireAdmin(): Promise<void> {
  if (!(await actingAccount()).isAdmin)
    throw new PlatformError('forbidden', 'Only an admin of this installation can do this.');
}
