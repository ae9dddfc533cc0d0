import { tryStorage } from '../try-storage.ts';
import { draftKey } from './draft.ts';

/** Removes this browser's drafts of all exercises. */
export function removeDrafts(): void {
  tryStorage(() => {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(draftKey(''))) localStorage.removeItem(key);
  });
}
