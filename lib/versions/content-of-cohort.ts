import 'server-only';
import type { Content } from '../content/content-root.ts';
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
