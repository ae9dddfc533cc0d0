import { useCallback, useState } from 'react';
import type { PaneName } from './panes/panes.tsx';

export interface Navigation {
  pane: PaneName;
  setPane(pane: PaneName): void;
  showOutcome(): void;
  /** The shown file. */
  path: string;
  setPath(path: string): void;
  /** Shows a line of a file in the editor. */
  goTo(path: string, line: number): void;
  /** The newest call of `goTo`. Its `id` is new each time, so that the same line can be shown again. */
  jump: { line: number; id: number } | undefined;
}

/** Which pane and which file of an exercise are shown: at first `firstPane` and `firstPath`. */
export function useNavigation(firstPath: string, firstPane: PaneName): Navigation {
  const [path, setPath] = useState(firstPath);
  const [pane, setPane] = useState(firstPane);
  const [jump, setJump] = useState<Navigation['jump']>();
  const goTo = useCallback((file: string, line: number) => {
    setPath(file);
    setPane('editor');
    setJump((before) => ({ line, id: (before?.id ?? 0) + 1 }));
  }, []);
  const showOutcome = useCallback(() => setPane('outcome'), []);
  return { showOutcome, pane, setPane, path, setPath, goTo, jump };
}
