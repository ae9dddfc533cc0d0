import type { ExercisePage } from '@dfm/contracts/page-data';
import { useMemo } from 'react';
import { contextTexts } from './context-texts.ts';
import { useDraft } from './draft/use-draft.ts';

/**
 * The files of an exercise, as texts by path: `draft` has the learner's editable ones, `inContext` those and
 * the read-only ones as far as they are part of the build context. Re-renders after every change.
 */
export function useFiles({ slug, files }: ExercisePage) {
  const starter = useMemo(
    () => Object.fromEntries(files.filter((f) => f.editable).map((f) => [f.path, f.text])),
    [files],
  );
  const draft = useDraft(slug, starter);
  const inContext = useMemo(() => contextTexts(files, draft.files), [files, draft.files]);
  return { draft, inContext };
}
