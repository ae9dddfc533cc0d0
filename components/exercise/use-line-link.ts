import { useCallback, useEffect, useMemo, useState } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';

type LineAfterEdit = typeof import('./diff/file-diff.ts').lineAfterEdit;

/**
 * Links the figures of a run with the Dockerfile in the editor. Figures refer to lines of the submitted text,
 * the editor to lines of the current one. The code that compares the two is loaded when they differ; until
 * then, no line of one is known in the other.
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
  const [lineAfterEdit, setLineAfterEdit] = useState<LineAfterEdit>();
  const isStale = submitted !== current;
  const isCompared = isStale && submitted !== '';
  useEffect(() => {
    // Without a connection, lines stay unknown.
    if (isCompared)
      void import('./diff/file-diff.ts').then(
        (module) => setLineAfterEdit(() => module.lineAfterEdit),
        () => undefined,
      );
  }, [isCompared]);
  const link = useMemo<LineLink>(() => {
    const lineIn = (from: string, to: string, line: number | undefined) =>
      line === undefined || from === to ? line : lineAfterEdit?.(from, to, line);
    return {
      activeLine: lineIn(current, submitted, cursorLine),
      onLine: (line) => setPointedLine(lineIn(submitted, current, line)),
      onGoTo: (line) => goTo('Dockerfile', lineIn(submitted, current, line) ?? line),
    };
  }, [cursorLine, submitted, current, goTo, lineAfterEdit]);
  return { link, pointedLine, onCursorLine, isStale };
}
