import 'server-only';
import type { Prisma } from '../db/client.ts';
import { type ActionCode, actions, type Details } from './actions.ts';

/** The role in which someone acted. `link`: someone with a one-time link; `site`: no person. */
type ActorRole = 'admin' | 'instructor' | 'assistant' | 'author' | 'link' | 'site';

/** Who acts. A proof of access to a course is one. */
export interface Actor {
  /** Undefined for no known account. */
  readonly account: { readonly id: string } | undefined;
  readonly role: ActorRole;
}

interface Entry {
  action: ActionCode;
  /** Where it happened. */
  in?: { courseId?: string; cohortId?: string };
  /** The account that it concerns. */
  personId?: string;
  /** Nothing that a person typed, because entries outlive the person. */
  details?: Details;
}

/**
 * Records something that staff, an admin or the site did for others.
 *
 * @param transaction that of the change, so that both happen or neither
 */
export async function record(
  transaction: Pick<Prisma.TransactionClient, 'auditEntry'>,
  { account, role }: Actor,
  { action, in: place = {}, personId, details = {} }: Entry,
): Promise<void> {
  const { scope } = actions[action];
  await transaction.auditEntry.create({
    data: {
      actorId: account?.id ?? null,
      actorRole: role,
      action,
      courseId: scope === 'site' ? null : (place.courseId ?? null),
      cohortId: scope === 'class' ? (place.cohortId ?? null) : null,
      personId: personId ?? null,
      details,
    },
  });
}
