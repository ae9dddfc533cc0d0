import 'server-only';
import { createHash } from 'node:crypto';
import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { CohortHead, CohortSettings, JoinLink } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { record } from '../audit/record.ts';
import { type Prisma, db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import type { CohortAccess, Permission } from './access.ts';
import { deletionOf } from './end-of-term.ts';
import { columnsOf, policyColumns, policyOf } from './grade-policy.ts';
import { newJoinCode } from './join-code.ts';

/** What every page of a cohort shows above its content. */
export async function cohortHead({ cohortId }: CohortAccess<Permission>): Promise<CohortHead> {
  const { course, name, ...rest } = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: { id: true, name: true, timeZone: true, course: { select: { name: true } } },
  });
  return { ...rest, name: visibleLine(name), course: visibleLine(course.name) };
}

/** The link with which learners join. */
export async function joinLink({ cohortId }: CohortAccess<Permission>): Promise<JoinLink> {
  const { joinCode, isOpen } = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: { joinCode: true, isOpen: true },
  });
  return { address: new URL(hrefTo('join', joinCode), env().SITE_URL).href, isOpen };
}

/**
 * Makes the link work, or stop working. Members stay.
 *
 * @throws PlatformError `conflict` if the class has ended, so that no one can join
 */
export async function setOpen(access: CohortAccess<'manage'>, isOpen: boolean): Promise<void> {
  if (isOpen) await assertNotEnded(access);
  await db().$transaction(async (transaction) => {
    await transaction.cohort.update({ where: { id: access.cohortId }, data: { isOpen } });
    await record(transaction, access, { action: isOpen ? 'join-link.open' : 'join-link.close', in: access });
  });
}

/** Replaces the link by one with a different code, which is open. @throws PlatformError as `setOpen` */
export async function renewJoinLink(access: CohortAccess<'manage'>): Promise<void> {
  await assertNotEnded(access);
  await db().$transaction(async (transaction) => {
    await transaction.cohort.update({
      where: { id: access.cohortId },
      data: { joinCode: newJoinCode(), isOpen: true },
    });
    await record(transaction, access, { action: 'join-link.renew', in: access });
  });
}

async function assertNotEnded({ cohortId }: CohortAccess<'manage'>): Promise<void> {
  const deletedAt = await deletionOf(cohortId);
  if (deletedAt !== undefined && deletedAt <= new Date())
    throw new PlatformError(
      'conflict',
      'The work of this class has been deleted, as its settings say, so no one can join. Set a later deadline, or keep the work, first.',
    );
}

const settingColumns = {
  name: true,
  timeZone: true,
  heldBack: true,
  deleteAfterMonths: true,
  ...policyColumns,
} as const;
type SettingRow = Prisma.CohortGetPayload<{ select: typeof settingColumns }>;

/** The settings, as they were entered. */
export async function cohortSettings({
  cohortId,
}: CohortAccess<'manage'>): Promise<CohortSettings & { version: string }> {
  const cohort = await db().cohort.findUniqueOrThrow({ where: { id: cohortId }, select: settingColumns });
  return {
    name: cohort.name,
    timeZone: cohort.timeZone,
    policy: policyOf(cohort),
    heldBack: cohort.heldBack,
    deleteAfterMonths: cohort.deleteAfterMonths,
    version: versionOf(cohort),
  };
}

/**
 * Replaces the settings.
 *
 * @param version of the settings that the form showed
 * @throws PlatformError `conflict` if they have been changed since
 */
export async function changeSettings(
  access: CohortAccess<'manage'>,
  version: string,
  { policy, ...settings }: CohortSettings,
): Promise<void> {
  const where = { id: access.cohortId };
  const data = { ...settings, ...columnsOf(policy) };
  await db().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM cohort WHERE id = ${access.cohortId} FOR UPDATE`;
    const before = await transaction.cohort.findUniqueOrThrow({ where, select: settingColumns });
    if (versionOf(before) !== version)
      throw new PlatformError(
        'conflict',
        'Someone has changed the settings since you opened this page. Open it in a second tab to compare, then reload this one.',
      );
    await transaction.cohort.update({ where, data });
    const changed = (Object.keys(data) as (keyof typeof data)[])
      .filter((key) => before[key] !== data[key])
      .map((key) => settingNames[key]);
    const details = { changed: changed.join(', ') };
    await record(transaction, access, { action: 'class.settings', in: access, details });
  });
}

function versionOf(row: SettingRow): string {
  const inOrder = Object.keys(settingColumns).map((column) => row[column as keyof SettingRow]);
  return createHash('sha256').update(JSON.stringify(inOrder)).digest('hex').slice(0, 16);
}

/** What the log calls the settings. */
const settingNames = {
  name: 'name',
  timeZone: 'time zone',
  counts: 'which attempt gives the grade',
  attemptsMax: 'attempts that count',
  latePercentPerDay: 'deduction per day',
  lateFloorPercent: 'limit of the deduction',
  lateForDays: 'how long late work is accepted',
  heldBack: 'hints and solutions before the deadline',
  deleteAfterMonths: 'when learners’ work is deleted',
};

/**
 * Deletes a cohort with its assignments and memberships. What its members did stays theirs.
 *
 * @param typedName has to be the cohort's name, so that no one deletes the wrong one
 * @returns whether it was
 * @throws PlatformError `not-found` if it has been deleted in the meantime
 */
export async function deleteCohort(access: CohortAccess<'manage'>, typedName: string): Promise<boolean> {
  const { cohortId } = access;
  const cohort = await db().cohort.findUnique({ where: { id: cohortId }, select: { name: true } });
  if (!cohort) throw new PlatformError('not-found', 'This class has already been deleted.');
  if (visibleLine(cohort.name) !== visibleLine(typedName.trim())) return false;
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.cohort.deleteMany({ where: { id: cohortId } });
    if (count > 0) await record(transaction, access, { action: 'class.delete', in: access });
  });
  return true;
}
