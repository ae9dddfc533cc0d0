import 'server-only';
import { db } from '../db/client.ts';
import { isTaken } from '../db/is-taken.ts';
import { newLinkToken } from './link-token.ts';
import type { Person } from './person.ts';

/** What an account that is connected with an LMS has as its provider. */
export const providerOfLms = (platformId: string) => `lti:${platformId}`;

/** The account that is connected with a person of a school or an LMS; undefined without one. */
export async function knownAccount(person: Person, providerId: string): Promise<string | undefined> {
  const known = await db().account.findFirst({
    where: { providerId, accountId: person.subject },
    select: { userId: true },
  });
  return known?.userId;
}

/**
 * The account of a person; creates one for a new person, but never connects one that exists.
 *
 * @param providerId the school or LMS that says who the person is
 * @param emailVerified whether it has made sure that the address is the person's
 * @returns the account's ID, or why there is none: no address was sent, or an account has it already
 */
export async function accountOfPerson(
  person: Person,
  providerId: string,
  emailVerified: boolean,
): Promise<{ userId: string } | 'no-email' | 'taken'> {
  const known = await knownAccount(person, providerId);
  if (known !== undefined) return { userId: known };
  const { subject, email, name } = person;
  if (email === undefined) return 'no-email';
  try {
    const { id } = await db().user.create({
      data: {
        id: newLinkToken(),
        name,
        email,
        emailVerified,
        accounts: { create: { id: newLinkToken(), providerId, accountId: subject } },
      },
      select: { id: true },
    });
    return { userId: id };
  } catch (error) {
    if (!isTaken(error)) throw error;
    // A second sign-in of the same person may have been faster.
    const other = await knownAccount(person, providerId);
    return other === undefined ? 'taken' : { userId: other };
  }
}
