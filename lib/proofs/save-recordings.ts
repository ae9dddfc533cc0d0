import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ContentAccess } from '../authoring/content-access.ts';
import { authorOf, orRefused } from '../authoring/content-store.ts';
import { noSuchDraft, openDraft } from '../authoring/open-draft.ts';
import { db } from '../db/client.ts';
import { type Recording, readRecorded, recordingPath, recordingText } from './recordings.ts';

/**
 * Saves in a draft what its newest check has recorded, as one commit.
 *
 * @throws PlatformError `not-found` if the draft is gone; `conflict` if it has been saved since the check, or
 *   the check has recorded nothing new
 */
export async function saveRecordings(access: ContentAccess, draft: string): Promise<void> {
  const { store, commit } = await openDraft(access, draft);
  const proof = await db().proof.findFirst({
    where: { draft },
    orderBy: { startedAt: 'desc' },
    select: { commit: true, items: { where: { isUnsaved: true }, orderBy: { position: 'asc' } } },
  });
  if (proof === null || proof.items.length === 0)
    throw new PlatformError('conflict', 'Nothing new has been recorded for this draft.');
  if (proof.commit !== commit) throw savedSince();
  const files = new Map(
    proof.items.map(({ kind, part, variant, recorded }) => {
      const item = { kind, part, variant } as Recording['item'];
      return [recordingPath(item), Buffer.from(recordingText(readRecorded(item, recorded)))] as const;
    }),
  );
  const paths = [...files.keys()];
  const message = paths.length === 1 ? `Record ${paths[0]}` : `Record ${paths.length} outputs and runs`;
  const saved = await orRefused(() =>
    store.save(draft, files, { author: authorOf(access), message, seen: commit }),
  );
  if (!saved) throw noSuchDraft();
  if (saved.kind === 'conflict') throw savedSince();
}

const savedSince = () =>
  new PlatformError(
    'conflict',
    'The draft has been saved since this check. Check it again, then save what that check records.',
  );
