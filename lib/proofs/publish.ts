import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { record } from '../audit/record.ts';
import type { ContentAccess } from '../authoring/content-access.ts';
import { openDraft } from '../authoring/open-draft.ts';
import { followPublished } from '../content/versions.ts';
import { db } from '../db/client.ts';
import { isProven } from './proof-view.ts';

/**
 * Publishes a draft as the next version, exactly as it was checked.
 *
 * @returns the number of the version
 * @throws PlatformError `not-found` if the draft is gone; `conflict` if it has not been checked as it is now,
 *   the check found something, or something else has been published since
 */
export async function publishDraft(access: ContentAccess, draft: string): Promise<number> {
  const { store, commit } = await openDraft(access, draft);
  const proof = await db().proof.findFirst({
    where: { draft },
    orderBy: { startedAt: 'desc' },
    select: {
      id: true,
      commit: true,
      version: true,
      endedAt: true,
      cancelledAt: true,
      items: { select: { defects: true, isUnsaved: true } },
    },
  });
  if (proof === null || proof.commit !== commit || proof.version !== null || !isProven(proof))
    throw new PlatformError(
      'conflict',
      'This draft has not been checked as it is now. Check it, then publish it.',
    );
  const version = await store.publish(commit);
  if (!version)
    throw new PlatformError(
      'conflict',
      'Something else has been published since. Bring it into the draft, then check the result.',
    );
  await db().$transaction(async (transaction) => {
    await transaction.proof.update({
      where: { id: proof.id },
      data: { version: version.number, publishedAt: new Date(), publishedById: access.account.id },
    });
    await record(transaction, actorOf(access), {
      action: 'content.publish',
      details: { version: version.number, draft },
    });
  });
  await followPublished();
  return version.number;
}

/** An author acts for the whole site, not in one course. */
const actorOf = ({ account }: ContentAccess) =>
  ({ account, role: account.isAdmin ? 'admin' : 'author' }) as const;
