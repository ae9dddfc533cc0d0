import { type RefObject, useEffect, useRef } from 'react';

/** A reference to an element that scrolls into view, as little as possible, when a condition becomes true. */
export function useScrollIntoView(isWanted: boolean): RefObject<HTMLElement | null> {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isWanted) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isWanted]);
  return element;
}
