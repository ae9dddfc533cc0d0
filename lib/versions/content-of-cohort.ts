import 'server-only';
import { type Content, content, withContent } from '../content/content-root.ts';
import { contentOfVersion } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';

/** @returns undefined if the class follows the newest version, or does not exist */
export async function contentOfCohort(cohortId: string): Promise<Content | undefined> {
  const cohort = isId(cohortId)
    ? await db().cohort.findUnique({ where: { id: cohortId }, select: { contentVersion: true } })
    : null;
  return cohort?.contentVersion == null ? undefined : contentOfVersion(cohort.contentVersion);
}

/** Calls a function that sees the version of the course that a class has. For jobs, which no request started. */
export async function inContentOfCohort<T>(cohortId: string, work: () => Promise<T>): Promise<T> {
  return withContent((await contentOfCohort(cohortId)) ?? content(), work);
}
