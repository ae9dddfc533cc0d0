import 'server-only';
import type { StaffLog } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { type Prisma, db } from '../db/client.ts';
import { isId, isUserId } from '../db/is-id.ts';
import { actionInWords, type Details } from './actions.ts';

const ROWS = 50;

/** What an address selects, unvalidated. */
export interface LogAddress {
  /** ID of the person who did something or whom it concerns. */
  person?: string | string[];
  /** ID of the entry after which the page begins. */
  before?: string | string[];
}

/** A page of the entries that `where` selects, the newest first. */
export async function readLog(where: Prisma.AuditEntryWhereInput, address: LogAddress): Promise<StaffLog> {
  const person = isUserId(address.person) ? address.person : undefined;
  const [found, people] = await Promise.all([
    db().auditEntry.findMany({
      where: {
        AND: [
          where,
          person === undefined ? {} : { OR: [{ actorId: person }, { personId: person }] },
          isId(address.before) ? { id: { lt: address.before } } : {},
        ],
      },
      // IDs begin with the time.
      orderBy: { id: 'desc' },
      take: ROWS + 1,
      include: { actor: { select: { name: true } }, person: { select: { name: true } } },
    }),
    peopleIn(where),
  ]);
  const shown = found.slice(0, ROWS);
  return {
    entries: shown.map(({ id, at, actor, actorRole, action, details, person: concerned }) => ({
      id,
      at: at.toISOString(),
      actor: actor ? visibleLine(actor.name) : undefined,
      role: actorRole,
      what: visibleLine(actionInWords(action, details as Details)),
      person: concerned ? visibleLine(concerned.name) : undefined,
    })),
    people,
    person,
    older:
      found.length > ROWS
        ? new URLSearchParams({ ...(person && { person }), before: shown.at(-1)!.id }).toString()
        : undefined,
  };
}

async function peopleIn(where: Prisma.AuditEntryWhereInput): Promise<StaffLog['people']> {
  const people = await db().user.findMany({
    where: { OR: [{ didAsStaff: { some: where } }, { concernedBy: { some: where } }] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
  return people.map(({ id, name }) => ({ id, name: visibleLine(name) }));
}
