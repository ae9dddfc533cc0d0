import type { ExercisePage } from '@dfm/contracts/page-data';
import { useMemo } from 'react';
import { useDraft } from './draft/use-draft.ts';

/**
 * The files of an exercise, as texts by path: `draft` has the learner's editable ones, `all` those and the
 * read-only ones. Re-renders after every change.
 */
export function useFiles({ slug, files }: ExercisePage) {
  const starter = useMemo(
    () => Object.fromEntries(files.filter((f) => f.editable).map((f) => [f.path, f.text])),
    [files],
  );
  const draft = useDraft(slug, starter);
  const all = useMemo(
    () => ({ ...Object.fromEntries(files.map((f) => [f.path, f.text])), ...draft.files }),
    [files, draft.files],
  );
  return { draft, all };
}
