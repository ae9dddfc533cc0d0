import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { currentFiles, draftKey, emptyDraft, isChanged, readDraft, reduceDraft, writeDraft, type DraftAction, type Files } from './draft.ts';

/** A learner's texts for one exercise, kept in this browser from the first letter on. */
export function useDraft(slug: string, starter: Files) {
  const [draft, dispatch] = useReducer((before: typeof emptyDraft, action: DraftAction) => reduceDraft(before, action, starter), emptyDraft);
  const [isStored, setStored] = useState(true);
  const isRead = useRef(false);

  useEffect(() => {
    dispatch({ type: 'replace', draft: readDraft(tryStorage(() => localStorage.getItem(draftKey(slug))) ?? null, starter) });
    isRead.current = true;
    // Another tab of the same exercise: both show the same texts.
    const follow = (event: StorageEvent) => {
      if (event.key === draftKey(slug)) dispatch({ type: 'replace', draft: readDraft(event.newValue, starter) });
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, [slug, starter]);

  const lastWritten = useRef<typeof draft>(emptyDraft);
  useEffect(() => {
    if (!isRead.current || draft === lastWritten.current) return;
    lastWritten.current = draft;
    setStored(tryStorage(() => (localStorage.setItem(draftKey(slug), writeDraft(draft)), true)) ?? false);
  }, [slug, draft]);

  return {
    files: useMemo(() => currentFiles(draft, starter), [draft, starter]),
    isChanged: isChanged(draft),
    canUndoReset: draft.beforeReset !== undefined,
    /** False when the browser keeps nothing (private window, full disk): the page says so. */
    isStored,
    edit: useCallback((path: string, text: string) => dispatch({ type: 'edit', path, text }), []),
    reset: useCallback(() => dispatch({ type: 'reset' }), []),
    undoReset: useCallback(() => dispatch({ type: 'undo-reset' }), []),
  };
}

/** Storage throws where a browser forbids it. */
function tryStorage<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
