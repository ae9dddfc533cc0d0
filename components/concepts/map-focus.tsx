'use client';

import { useRef, type ReactNode, type SyntheticEvent } from 'react';

/** Dims all lines of the map except those of the lesson that is pointed at or focused. */
export function MapFocus({
  width,
  height,
  children,
}: {
  width: number;
  height: number;
  children: ReactNode;
}) {
  const map = useRef<HTMLDivElement>(null);

  function follow(event: SyntheticEvent) {
    const lesson =
      event.type === 'pointerleave' || event.type === 'blur'
        ? undefined
        : (event.target as Element).closest<HTMLElement>('[data-lesson]')?.dataset.lesson;
    for (const line of map.current?.querySelectorAll<SVGPathElement>('path[data-from]') ?? []) {
      const { from, to } = line.dataset;
      line.dataset.state = lesson === undefined ? '' : from === lesson || to === lesson ? 'lit' : 'dim';
    }
  }

  return (
    <div
      ref={map}
      className="map-canvas"
      style={{ width, height }}
      onPointerOver={follow}
      onPointerLeave={follow}
      onFocus={follow}
      onBlur={follow}
    >
      {children}
    </div>
  );
}
