import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { PersonForAdmin } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { deleteSecondFactor } from '../accounts/second-factor.ts';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import { isUserId } from '../db/is-id.ts';
import { erase } from '../privacy/erase.ts';
import { exportResponse } from '../privacy/export-response.ts';
import type { AdminAccess } from './access.ts';

/**
 * The ID of the account with an e-mail address.
 *
 * @throws PlatformError `not-found` if there is none
 */
export async function personWithEmail(_access: AdminAccess, email: string): Promise<string> {
  const found = await db().user.findFirst({ where: { email, isAnonymous: false }, select: { id: true } });
  if (!found) throw new PlatformError('not-found', 'There is no account with this e-mail address.');
  return found.id;
}

/** An account; undefined if there is none, and for anonymous learners, whom no one could identify. */
export async function personForAdmin(_access: AdminAccess, id: string): Promise<PersonForAdmin | undefined> {
  if (!isUserId(id)) return undefined;
  const found = await db().user.findFirst({
    where: { id, isAnonymous: false },
    select: {
      id: true,
      name: true,
      email: true,
      createdAt: true,
      secondFactor: { select: { confirmedAt: true } },
    },
  });
  if (!found) return undefined;
  return {
    id: found.id,
    name: visibleLine(found.name),
    email: visibleLine(found.email),
    createdAt: found.createdAt.toISOString(),
    hasSecondFactor: found.secondFactor?.confirmedAt instanceof Date,
  };
}

/**
 * Everything that is stored about a person, for an admin who was asked for it.
 *
 * @throws PlatformError `not-found`, `rate-limited`
 */
export async function exportForAdmin(
  access: AdminAccess,
  personId: string,
  formatName: string,
): Promise<Response> {
  const person = await personForAdmin(access, personId);
  if (!person) throw new PlatformError('not-found', 'There is no such account.');
  const response = await exportResponse(person.id, access.account.id, formatName);
  await record(db(), access, { action: 'person.export', personId: person.id });
  return response;
}

/**
 * Erases a person who asked for it in a way other than by deleting the account.
 *
 * @param typedEmail has to be that of the account, so that no one erases the wrong person
 * @returns whether it was
 * @throws PlatformError as `erase`
 */
export async function eraseForAdmin(
  access: AdminAccess,
  personId: string,
  typedEmail: string,
): Promise<boolean> {
  const person = isUserId(personId)
    ? await db().user.findFirst({ where: { id: personId, isAnonymous: false }, select: { email: true } })
    : null;
  if (!person) throw new PlatformError('not-found', 'There is no such account any more.');
  if (person.email !== typedEmail) return false;
  await erase(personId, async (transaction) => record(transaction, access, { action: 'person.erase' }));
  return true;
}

/**
 * Turns off the second factor of someone who has lost the app and the backup codes. Their password lets them
 * in again.
 *
 * @param typedEmail as for `eraseForAdmin`
 * @returns whether it was that of the account
 * @throws PlatformError `not-found` if there is no such account or it has no second factor
 */
export async function resetSecondFactorForAdmin(
  access: AdminAccess,
  personId: string,
  typedEmail: string,
): Promise<boolean> {
  const person = await personForAdmin(access, personId);
  if (!person?.hasSecondFactor)
    throw new PlatformError('not-found', 'This account has no second factor any more.');
  if (person.email !== typedEmail) return false;
  await db().$transaction(async (transaction) => {
    if (await deleteSecondFactor(personId, transaction))
      await record(transaction, access, { action: 'second-factor.reset', personId });
  });
  return true;
}
