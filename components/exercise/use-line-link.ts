import { useCallback, useMemo, useState } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { lineAfterEdit } from './diff/file-diff.ts';

/**
 * Links the figures of a run with the Dockerfile in the editor. Figures refer to lines of the submitted text,
 * the editor to lines of the current one.
 *
 * @returns `link` for the figures; `pointedLine`, the line of the current text that a figure points at;
 *   `onCursorLine`, which gets the position of the editor's cursor; and `isStale`, whether the texts differ
 */
export function useLineLink(submitted: string, current: string, goTo: (path: string, line: number) => void) {
  const [pointedLine, setPointedLine] = useState<number>();
  const [cursorLine, setCursorLine] = useState<number>();
  const onCursorLine = useCallback(
    (file: string, line: number) => setCursorLine(file === 'Dockerfile' ? line : undefined),
    [],
  );
  const link = useMemo<LineLink>(
    () => ({
      activeLine: cursorLine === undefined ? undefined : lineAfterEdit(current, submitted, cursorLine),
      onLine: (line) =>
        setPointedLine(line === undefined ? undefined : lineAfterEdit(submitted, current, line)),
      onGoTo: (line) => goTo('Dockerfile', lineAfterEdit(submitted, current, line) ?? line),
    }),
    [cursorLine, submitted, current, goTo],
  );
  return { link, pointedLine, onCursorLine, isStale: submitted !== current };
}
