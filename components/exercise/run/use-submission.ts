import { useCallback, useMemo } from 'react';
import type { KnownRun } from './run-state.ts';
import { tooLarge } from './submission-size.ts';
import { useRun } from './use-run.ts';

/**
 * Submits a draft's files and follows their run. Files that are larger than `maxBytes` together are not sent;
 * `oversize` is the reason.
 */
export function useSubmission(
  slug: string,
  files: Readonly<Record<string, string>>,
  maxBytes: number,
  known: KnownRun | undefined,
) {
  const { state, isQueued, run, refuse, cancel } = useRun(slug, known);
  const oversize = useMemo(() => tooLarge(slug, files, maxBytes), [slug, files, maxBytes]);
  const submit = useCallback(() => {
    if (oversize === undefined) void run(files);
    else refuse(oversize);
  }, [run, refuse, oversize, files]);
  return { state, isQueued, oversize, submit, cancel };
}
