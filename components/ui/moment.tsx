'use client';

import { useSyncExternalStore } from 'react';

const subscribeToNothing = () => () => undefined;

/** A point in time in the reader's time zone and locale. Before hydration, in UTC. */
export function Moment({ at }: { at: string }) {
  const isHydrated = useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  );
  const text = isHydrated
    ? new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
    : `${at.slice(0, 16).replace('T', ' ')} UTC`;
  return <time dateTime={at}>{text}</time>;
}
