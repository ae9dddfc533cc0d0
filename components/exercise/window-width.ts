import { useSyncExternalStore } from 'react';

/** Whether the window is as narrow as on a phone. The server renders the page for a wider one. */
export const useIsNarrow = (): boolean => useMedia('(max-width: 767px)');

/** Whether three panes do not fit next to each other. The server renders the page for a wider window. */
export const useHasTabs = (): boolean => useMedia('(max-width: 1023px)');

/** Whether a task, the shells and a third pane do not fit. The server renders the page for a wider window. */
export const useHasTwoPanes = (): boolean => useMedia('(max-width: 1279px)');

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
