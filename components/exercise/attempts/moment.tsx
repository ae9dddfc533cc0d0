'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => undefined;

/** A point in time in the reader's own zone and manner; before the page is live, as UTC. */
export function Moment({ at }: { at: string }) {
  const isLive = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const text = isLive
    ? new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
    : `${at.slice(0, 16).replace('T', ' ')} UTC`;
  return <time dateTime={at}>{text}</time>;
}
