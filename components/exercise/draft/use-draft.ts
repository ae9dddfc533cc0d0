import { useMemo, useSyncExternalStore } from 'react';
import { DraftStore, type DraftView } from './draft-store.ts';
import type { Files } from './draft.ts';

export interface OpenDraft extends DraftView {
  store: DraftStore;
}

/** The learner's draft of an exercise. Re-renders after every change. */
export function useDraft(slug: string, starter: Files): OpenDraft {
  const store = useMemo(() => new DraftStore(slug, starter), [slug, starter]);
  const view = useSyncExternalStore(store.subscribe, store.view, store.starterView);
  return useMemo(() => ({ ...view, store }), [view, store]);
}
