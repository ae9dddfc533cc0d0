import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react';

const widths = { min: 30, initial: 45, max: 60, step: 2 } as const;
/** Read by the styles of the pane and of the lesson next to it. */
const property = '--terminal-pane';

/**
 * The edge of a pane at the right of the window, as the window splitter of the ARIA Authoring Practices: drag
 * it, use the arrow keys, Home and End, or double-click for the initial width.
 */
export function PaneEdge() {
  const [percent, setPercent] = useState<number>(widths.initial);
  const resize = (wanted: number) => setPercent(Math.min(widths.max, Math.max(widths.min, wanted)));
  useEffect(() => {
    document.documentElement.style.setProperty(property, `${percent}vw`);
  }, [percent]);
  useEffect(() => () => void document.documentElement.style.removeProperty(property), []);
  const onPointerMove = ({ currentTarget, pointerId, clientX }: PointerEvent<HTMLDivElement>) => {
    if (currentTarget.hasPointerCapture(pointerId)) resize(100 - (clientX / innerWidth) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = afterKey(event.key, percent);
    if (wanted === undefined) return;
    event.preventDefault();
    resize(wanted);
  };
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr is not interactive
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the terminal"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={widths.min}
      aria-valuemax={widths.max}
      tabIndex={0}
      title="Drag to resize, double-click to reset"
      className="terminal-edge"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => resize(widths.initial)}
      onKeyDown={onKeyDown}
    />
  );
}

/** The width after a key, in percent of the window; undefined for a key that does nothing. */
function afterKey(key: string, percent: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return percent + widths.step;
    case 'ArrowRight':
      return percent - widths.step;
    case 'Home':
      return widths.min;
    case 'End':
      return widths.max;
    default:
      return undefined;
  }
}
