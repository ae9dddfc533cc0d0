import 'server-only';
import type { ContentStore } from '@dfm/content-store/content-store';
import { PlatformError } from '@dfm/contracts';
import type { ContentAccess } from './content-access.ts';
import { contentStore } from './content-store.ts';

/** The store, and the newest commit of a draft in it. @throws PlatformError `not-found` if the draft is gone */
export async function openDraft(
  access: ContentAccess,
  draft: string,
): Promise<{ store: ContentStore; commit: string }> {
  const store = await contentStore(access);
  const commit = await store.draft(draft);
  if (commit === undefined) throw noSuchDraft();
  return { store, commit };
}

/** For anyone whose draft was deleted in the meantime. */
export const noSuchDraft = () => new PlatformError('not-found', 'This draft has been deleted.');
