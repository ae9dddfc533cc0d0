import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { CohortHead, CohortSettings, JoinLink } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { visibleLine } from '@dfm/contracts/visible-text';
import { db } from '../db/client.ts';
import { env } from '../platform/env.ts';
import type { CohortAccess, Permission } from './access.ts';
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

/** Makes the link work, or stop working. Members stay. */
export async function setOpen({ cohortId }: CohortAccess<'manage'>, isOpen: boolean): Promise<void> {
  await db().cohort.update({ where: { id: cohortId }, data: { isOpen } });
}

/** Replaces the link by one with a different code, which is open. */
export async function renewJoinLink({ cohortId }: CohortAccess<'manage'>): Promise<void> {
  await db().cohort.update({ where: { id: cohortId }, data: { joinCode: newJoinCode(), isOpen: true } });
}

/** The settings, as they were entered. */
export async function cohortSettings({ cohortId }: CohortAccess<'manage'>): Promise<CohortSettings> {
  const cohort = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: { name: true, timeZone: true, ...policyColumns },
  });
  return { name: cohort.name, timeZone: cohort.timeZone, policy: policyOf(cohort) };
}

export async function changeSettings(
  { cohortId }: CohortAccess<'manage'>,
  { name, timeZone, policy }: CohortSettings,
): Promise<void> {
  await db().cohort.update({ where: { id: cohortId }, data: { name, timeZone, ...columnsOf(policy) } });
}

/**
 * Deletes a cohort with its assignments and memberships. What its members did stays theirs.
 *
 * @param typedName has to be the cohort's name, so that no one deletes the wrong one
 * @returns whether it was
 * @throws PlatformError `not-found` if it has been deleted in the meantime
 */
export async function deleteCohort(
  { cohortId }: CohortAccess<'manage'>,
  typedName: string,
): Promise<boolean> {
  const cohort = await db().cohort.findUnique({ where: { id: cohortId }, select: { name: true } });
  if (!cohort) throw new PlatformError('not-found', 'This class has already been deleted.');
  if (visibleLine(cohort.name) !== visibleLine(typedName.trim())) return false;
  await db().cohort.deleteMany({ where: { id: cohortId } });
  return true;
}
