import { useSyncExternalStore } from 'react';

const subscribeToNothing = () => () => undefined;

/** Whether scripts run, so that what needs them can be left out without. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
}
