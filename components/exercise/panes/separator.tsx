import type { KeyboardEvent, PointerEvent } from 'react';
import {
  defaultWidths,
  maxWidth,
  type OuterPane,
  type PaneWidths,
  toggled,
  withWidth,
} from './pane-widths.ts';

const stepPercent = 2;

interface Props {
  /** The pane whose width it changes. */
  pane: OuterPane;
  label: string;
  widths: PaneWidths;
  onWidths(widths: PaneWidths): void;
}

/**
 * The line between a pane and the editor, as the window splitter of the ARIA Authoring Practices: drag it or
 * use the arrow keys, Enter collapses the pane, a double click restores its default width.
 */
export function Separator({ pane, label, widths, onWidths }: Props) {
  const resize = (wanted: number) => onWidths(withWidth(widths, pane, wanted));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const all = event.currentTarget.parentElement!.getBoundingClientRect();
    const fromLeft = ((event.clientX - all.left) / all.width) * 100;
    resize(pane === 'task' ? fromLeft : 100 - fromLeft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = afterKey(event.key, pane, widths);
    if (next === undefined) return;
    event.preventDefault();
    onWidths(next);
  };
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr is not interactive
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(widths[pane])}
      aria-valuemin={0}
      aria-valuemax={maxWidth(widths, pane)}
      tabIndex={0}
      title="Drag to resize, double-click to reset"
      className="pane-separator"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => resize(defaultWidths[pane])}
      onKeyDown={onKeyDown}
    />
  );
}

/** The widths after a key; undefined for a key that does nothing. */
function afterKey(key: string, pane: OuterPane, widths: PaneWidths): PaneWidths | undefined {
  const towardsEditor = pane === 'task' ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return withWidth(widths, pane, widths[pane] + (key === towardsEditor ? stepPercent : -stepPercent));
    case 'Home':
      return withWidth(widths, pane, 0);
    case 'End':
      return withWidth(widths, pane, maxWidth(widths, pane));
    case 'Enter':
      return toggled(widths, pane);
    default:
      return undefined;
  }
}
