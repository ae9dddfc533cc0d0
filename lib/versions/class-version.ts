import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ClassVersion } from '@dfm/contracts/page-data';
import { record } from '../audit/record.ts';
import { contentVersions } from '../content/versions.ts';
import { db } from '../db/client.ts';
import type { CohortAccess } from '../teaching/access.ts';

/** The version of the content that a class has, and those it can have. */
export async function classVersion({ cohortId }: CohortAccess<'manage'>): Promise<ClassVersion> {
  const [versions, { contentVersion }] = await Promise.all([
    contentVersions(),
    db().cohort.findUniqueOrThrow({ where: { id: cohortId }, select: { contentVersion: true } }),
  ]);
  return { current: contentVersion, versions: versions.map(({ number }) => number) };
}

/**
 * Lets a class stay at a version, or follow the newest. Everything that its members open from then on, and
 * every run that they submit, is of that version; runs that wait are graded by the one they were submitted
 * for.
 *
 * @param to null follows the newest
 * @param seen what the class had when the page was shown
 * @throws PlatformError `not-found` for a version that does not exist; `conflict` if someone else moved the
 *   class
 */
export async function moveClass(
  access: CohortAccess<'manage'>,
  to: number | null,
  seen: number | null,
): Promise<void> {
  const versions = await contentVersions();
  if (to !== null && !versions.some(({ number }) => number === to))
    throw new PlatformError('not-found', `There is no version ${to} of the content.`);
  await db().$transaction(async (transaction) => {
    const { count } = await transaction.cohort.updateMany({
      where: { id: access.cohortId, contentVersion: seen },
      data: { contentVersion: to },
    });
    if (count === 0)
      throw new PlatformError(
        'conflict',
        'Someone has moved this class since you opened the page. Reload it.',
      );
    await record(transaction, access, { action: 'class.version', in: access, details: { version: to } });
  });
}
