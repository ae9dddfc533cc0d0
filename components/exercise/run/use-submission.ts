import type { ExercisePage } from '@dfm/contracts/page-data';
import { useCallback, useMemo } from 'react';
import type { RunStore } from './run-store.ts';
import { tooLarge } from './submission-size.ts';
import { useRun } from './use-run.ts';

/**
 * Submits a draft's files, with the values that the page shows, and follows their run. Files that are larger
 * than `maxBytes` together are not sent; `oversize` is the reason.
 *
 * @param onSubmit called at every submission, also if nothing is sent
 */
export function useSubmission(
  runs: RunStore,
  { draw }: Pick<ExercisePage, 'draw'>,
  files: Readonly<Record<string, string>>,
  maxBytes: number,
  onSubmit: () => void,
) {
  const { state, run, refuse, cancel } = useRun(runs);
  const oversize = useMemo(() => tooLarge(runs.slug, files, maxBytes), [runs, files, maxBytes]);
  const submit = useCallback(() => {
    onSubmit();
    if (oversize === undefined) void run(files, draw?.values ?? {});
    else refuse(oversize);
  }, [onSubmit, run, refuse, oversize, files, draw]);
  return { state, oversize, submit, cancel };
}
