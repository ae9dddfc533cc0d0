import 'server-only';
import type { ExpectedMemberView, ImportPreview } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { readRoster, type RosterRow } from '@dfm/gradebook/roster';
import { record } from '../audit/record.ts';
import { Prisma, db } from '../db/client.ts';
import { storable } from '../db/storable.ts';
import type { CohortAccess } from './access.ts';

/** Someone whom a class has, or expects. */
interface Known {
  email: string;
  name: string;
  groupName: string | null;
  hasJoined: boolean;
}

/** Someone who is to be on the list of a class. */
type Entered = Omit<RosterRow, 'line'>;

interface Planned extends Entered {
  /** What the class knows about the address so far. */
  known: Known | undefined;
  isChange: boolean;
}

/** How many people an import has added to the list, and how many have a different name or group now. */
export interface RosterChange {
  added: number;
  changed: number;
}

/** The people on the list of a cohort who have not joined, by name. */
export async function expectedMembers({ cohortId }: CohortAccess<'seeWork'>): Promise<ExpectedMemberView[]> {
  const expected = await db().expectedMember.findMany({
    where: { cohortId },
    orderBy: [{ name: 'asc' }, { email: 'asc' }],
  });
  return expected.map(({ email, name, groupName }) => ({
    email: visibleLine(email),
    name: visibleLine(name),
    group: groupName === null ? undefined : visibleLine(groupName),
  }));
}

/** The groups that members of a cohort and the people on its list are in, by name. */
export async function groupsOf({ cohortId }: CohortAccess<'seeWork' | 'manage'>): Promise<string[]> {
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT group_name AS name FROM cohort_member WHERE cohort_id = ${cohortId} AND group_name IS NOT NULL
    UNION SELECT group_name FROM expected_member WHERE cohort_id = ${cohortId} AND group_name IS NOT NULL`;
  return rows.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** What importing a CSV file into the list of a cohort would do. */
export async function previewRoster(
  { cohortId }: CohortAccess<'manage'>,
  csv: string,
): Promise<ImportPreview> {
  const { rows, errors } = readRoster(storable(csv));
  const planned = plan(rows, await knownPeople(cohortId, db()));
  return {
    columns: ['Name', 'E-mail', 'Group'],
    rows: planned.map((row, index) => ({
      line: rows[index]!.line,
      cells: [row.name, row.email, row.group ?? ''].map(visibleLine),
      effect: effectOf(row),
      isChange: row.isChange,
    })),
    errors,
  };
}

/**
 * Adds the people in a CSV file to the list of a cohort, and gives members their groups. Rows with errors are
 * left out, and no one is removed.
 */
export async function importRoster(access: CohortAccess<'manage'>, csv: string): Promise<RosterChange> {
  return addToRoster(access, readRoster(storable(csv)).rows);
}

/** Adds people to the list of a cohort, and gives members their groups. No one is removed. */
export async function addToRoster(
  access: CohortAccess<'manage'>,
  people: readonly Entered[],
): Promise<RosterChange> {
  const { cohortId } = access;
  return db().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM cohort WHERE id = ${cohortId} FOR UPDATE`;
    const changes = plan(people, await knownPeople(cohortId, transaction)).filter(({ isChange }) => isChange);
    const members = changes.filter(({ known }) => known?.hasJoined === true);
    const expected = changes.filter(({ known }) => known?.hasJoined !== true);
    await transaction.$executeRaw`
      UPDATE cohort_member SET group_name = entered.group_name
      FROM ${valuesOf(members)} AS entered(email, name, group_name) JOIN "user" ON "user".email = entered.email
      WHERE cohort_member.cohort_id = ${cohortId} AND cohort_member.learner_id = "user".id`;
    await transaction.$executeRaw`
      INSERT INTO expected_member (cohort_id, email, name, group_name)
      SELECT ${cohortId}, email, name, group_name FROM ${valuesOf(expected)} AS entered(email, name, group_name)
      ON CONFLICT (cohort_id, email) DO UPDATE
      SET name = excluded.name, group_name = coalesce(excluded.group_name, expected_member.group_name)`;
    const added = changes.filter(({ known }) => known === undefined).length;
    const change = { added, changed: changes.length - added };
    if (changes.length > 0)
      await record(transaction, access, { action: 'roster.import', in: access, details: change });
    return change;
  });
}

/** Takes someone off the list of a cohort. @returns whether they were on it */
export async function removeExpected(access: CohortAccess<'manage'>, email: string): Promise<boolean> {
  const { cohortId } = access;
  return db().$transaction(async (transaction) => {
    const { count } = await transaction.expectedMember.deleteMany({ where: { cohortId, email } });
    if (count > 0) await record(transaction, access, { action: 'roster.remove', in: access });
    return count > 0;
  });
}

/**
 * Puts a member of a cohort into a group.
 *
 * @param group undefined: into none
 * @returns whether they are a member
 */
export async function changeGroup(
  access: CohortAccess<'manage'>,
  learnerId: string,
  group: string | undefined,
): Promise<boolean> {
  return db().$transaction(async (transaction) => {
    const { count } = await transaction.cohortMember.updateMany({
      where: { cohortId: access.cohortId, learnerId },
      data: { groupName: group ?? null },
    });
    if (count > 0)
      await record(transaction, access, { action: 'group.change', in: access, personId: learnerId });
    return count > 0;
  });
}

function plan(rows: readonly Entered[], people: readonly Known[]): Planned[] {
  const byEmail = new Map(people.map((person) => [person.email, person]));
  return rows.map((row) => {
    const known = byEmail.get(row.email);
    // A file without groups says nothing about them, and the name of an account is its owner's.
    const changesGroup = row.group !== null && row.group !== known?.groupName;
    const changesName = known?.hasJoined === false && row.name !== known.name;
    return { ...row, known, isChange: known === undefined || changesGroup || changesName };
  });
}

function effectOf({ known, isChange, group, name }: Planned): string {
  if (known === undefined) return 'is added to the list';
  const has = known.hasJoined ? 'has joined' : 'is on the list';
  if (!isChange) return `${has}; nothing changes`;
  const changes = [
    ...(group === null || group === known.groupName
      ? []
      : [known.groupName === null ? 'gets a group' : `leaves ${visibleLine(known.groupName)}`]),
    ...(known.hasJoined || name === known.name ? [] : [`was called ${visibleLine(known.name)}`]),
  ];
  return `${has}; ${changes.join(', ')}`;
}

async function knownPeople(
  cohortId: string,
  executor: Pick<Prisma.TransactionClient, 'cohortMember' | 'expectedMember'>,
): Promise<Known[]> {
  const [members, expected] = await Promise.all([
    executor.cohortMember.findMany({
      where: { cohortId },
      select: { groupName: true, learner: { select: { email: true, name: true } } },
    }),
    executor.expectedMember.findMany({ where: { cohortId } }),
  ]);
  return [
    ...expected.map(({ email, name, groupName }) => ({ email, name, groupName, hasJoined: false })),
    ...members.map(({ groupName, learner }) => ({ ...learner, groupName, hasJoined: true })),
  ];
}

/** The rows as a table of a query, in three parameters however many they are. */
function valuesOf(rows: readonly Planned[]): Prisma.Sql {
  return Prisma.sql`unnest(
    ${rows.map(({ email }) => email)}::text[],
    ${rows.map(({ name }) => name)}::text[],
    ${rows.map(({ group }) => group)}::text[])`;
}
