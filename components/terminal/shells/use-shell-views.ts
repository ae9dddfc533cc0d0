import { useCallback, useState } from 'react';
import type { Matches, ShellScreen } from '../screen/open-screen.ts';

/** What the page knows about a shell in addition to its state. */
interface ShellView {
  /** Undefined until it is open. */
  screen?: ShellScreen | undefined;
  /** What its program says that it is doing. */
  title?: string;
  /** Whether it has printed something while it was hidden. */
  hasNews?: boolean;
  /** Whether a program gets what is done with the mouse. */
  isMouseTaken?: boolean;
  /** Of the search in its output. */
  matches?: Matches;
}

/** What the page knows about its shells, by number. */
export function useShellViews() {
  const [views, setViews] = useState<ReadonlyMap<number, ShellView>>(new Map());
  const change = useCallback((shell: number, changes: ShellView) => {
    setViews((before) => {
      const view = before.get(shell);
      const isSame = Object.entries(changes).every(
        ([field, value]) => view?.[field as keyof ShellView] === value,
      );
      return isSame ? before : new Map(before).set(shell, { ...view, ...changes });
    });
  }, []);
  return { views, change };
}
