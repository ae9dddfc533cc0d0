import { useCallback, useState, useSyncExternalStore } from 'react';
import { tryStorage } from '../try-storage.ts';
import { defaultWidths, parseWidths, type PaneWidths } from './pane-widths.ts';

const key = 'dfm.panes';

/** The widths of the panes, which are stored in this browser. */
export function usePaneWidths(): [PaneWidths, (widths: PaneWidths) => void] {
  // The server does not know the stored widths, so they are applied after hydration.
  const stored = useSyncExternalStore(never, storedWidths, () => null);
  const [chosen, setChosen] = useState<PaneWidths>();
  const choose = useCallback((next: PaneWidths) => {
    setChosen(next);
    tryStorage(() => localStorage.setItem(key, JSON.stringify(next)));
  }, []);
  return [chosen ?? parseWidths(stored) ?? defaultWidths, choose];
}

const storedWidths = () => tryStorage(() => localStorage.getItem(key)) ?? null;
/** What another tab stores does not change this one. */
const never = () => () => undefined;
