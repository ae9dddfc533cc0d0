import type { AttemptFiles } from '@dfm/contracts/page-data';
import { useEffect } from 'react';
import type { DraftStore } from './draft-store.ts';

/**
 * Loads the attempt that the page was opened with into the draft, once: the parameter is then removed from
 * the address, so that a reload or going back does not load it again.
 */
export function useLoadedAttempt(store: DraftStore, attempt: AttemptFiles | undefined): void {
  useEffect(() => {
    if (attempt === undefined || !new URLSearchParams(location.search).has('attempt')) return;
    history.replaceState(null, '', location.pathname);
    store.load(attempt.number, attempt.files);
  }, [store, attempt]);
}
