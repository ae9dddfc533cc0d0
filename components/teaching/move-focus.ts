import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-10, 0],
  PageDown: [10, 0],
};

/**
 * Moves the focus from cell to cell of a table with the arrow keys, as in a spreadsheet. The first arrow key
 * goes to the first cell.
 *
 * @param scrollTo makes the page contain a row that may be too far away to be in it
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, scrollTo: (row: number) => void): void {
  const step = steps[event.key];
  const target = event.target as HTMLElement;
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const region = event.currentTarget;
  const row = target.closest<HTMLElement>('[data-row]');
  const last = Number(region.querySelector('table')!.getAttribute('aria-rowcount')) - 2;
  if (last < 0 || (row === null && target !== region)) return;
  event.preventDefault();
  const column = row === null ? 0 : cellsOf(row).indexOf(target);
  const nextRow = row === null ? 0 : clamp(Number(row.dataset.row) + step[0], last);
  scrollTo(nextRow);
  const focus = () => {
    const to = region.querySelector<HTMLElement>(`[data-row="${nextRow}"]`);
    const cells = to === null ? [] : cellsOf(to);
    cells[row === null ? 0 : clamp(column + step[1], cells.length - 1)]?.focus();
    return to !== null;
  };
  // A row that was too far away is there after the next rendering.
  if (!focus()) requestAnimationFrame(() => requestAnimationFrame(focus));
}

const cellsOf = (row: HTMLElement) => [...row.querySelectorAll<HTMLElement>('[data-cell]')];
const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max);
