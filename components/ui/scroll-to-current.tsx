'use client';

import { useEffect, useRef } from 'react';

/**
 * Scrolls the list around it, and only that, to the entry of the current page, unless it is visible. Shows
 * nothing.
 */
export function ScrollToCurrent() {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const list = place.current?.parentElement;
    const current = list?.querySelector('[aria-current="page"]');
    if (!list || !current) return;
    const [outer, inner] = [list.getBoundingClientRect(), current.getBoundingClientRect()];
    if (inner.top >= outer.top && inner.bottom <= Math.min(outer.bottom, innerHeight)) return;
    list.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, []);
  return <span ref={place} hidden />;
}
