import type { AttemptFiles, ExercisePage } from '@dfm/contracts/page-data';
import { useMemo } from 'react';
import { contextTexts } from './context-texts.ts';
import { useDraft } from './draft/use-draft.ts';
import { useLoadedAttempt } from './draft/use-loaded-attempt.ts';

/**
 * The files of an exercise, as texts by path: `draft` has the learner's editable ones, `inContext` those and
 * the read-only ones as far as they are part of the build context. Re-renders after every change.
 *
 * @param attempt an earlier attempt to load into the draft first
 */
export function useFiles({ slug, files }: ExercisePage, attempt: AttemptFiles | undefined) {
  const starter = useMemo(
    () => Object.fromEntries(files.filter((f) => f.editable).map((f) => [f.path, f.text])),
    [files],
  );
  const draft = useDraft(slug, starter);
  useLoadedAttempt(draft.store, attempt);
  const inContext = useMemo(() => contextTexts(files, draft.files), [files, draft.files]);
  return { draft, inContext };
}
