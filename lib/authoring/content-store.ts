import 'server-only';
import { type ContentStore, RefusedContent } from '@dfm/content-store/content-store';
import { PlatformError } from '@dfm/contracts';
import { openContentStore } from '../content/versions.ts';
import type { ContentAccess } from './content-access.ts';

/** The drafts and versions, for someone who may write them. */
export function contentStore(_access: ContentAccess): Promise<ContentStore> {
  return openContentStore();
}

/** The author of an access's commits. */
export const authorOf = ({ account }: ContentAccess) => ({ id: account.id, name: account.name });

/** Turns what the store refuses into a message for the author. */
export async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof RefusedContent ? new PlatformError('bad-request', error.message) : error;
  }
}
