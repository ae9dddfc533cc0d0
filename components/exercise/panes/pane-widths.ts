/** A pane whose width can be changed. The editor takes the rest. */
export type OuterPane = 'task' | 'outcome';
/** Widths as percentages of the workbench; 0 for a collapsed pane. */
export type PaneWidths = Readonly<Record<OuterPane, number>>;

export const defaultWidths: PaneWidths = { task: 28, outcome: 34 };
/** Minimum width of a pane that is not collapsed. */
const minWidths: PaneWidths = { task: 18, outcome: 20 };
const minEditorWidth = 24;

const otherThan = (pane: OuterPane): OuterPane => (pane === 'task' ? 'outcome' : 'task');

/** The largest width of a pane. The other one keeps its minimum, or stays collapsed. */
export function maxWidth(widths: PaneWidths, pane: OuterPane): number {
  const other = otherThan(pane);
  return 100 - minEditorWidth - (widths[other] === 0 ? 0 : minWidths[other]);
}

/**
 * Changes the width of a pane within its limits, and collapses it below half its minimum. Makes the other
 * pane narrower where the editor would be too narrow.
 */
export function withWidth(widths: PaneWidths, pane: OuterPane, wanted: number): PaneWidths {
  const width =
    wanted < minWidths[pane] / 2 ? 0 : Math.min(Math.max(wanted, minWidths[pane]), maxWidth(widths, pane));
  const other = otherThan(pane);
  const room = 100 - minEditorWidth - width;
  return { ...widths, [pane]: width, [other]: Math.min(widths[other], room) };
}

/** Collapses a pane, or gives a collapsed one its default width. */
export function toggled(widths: PaneWidths, pane: OuterPane): PaneWidths {
  return withWidth(widths, pane, widths[pane] === 0 ? defaultWidths[pane] : 0);
}

/** Reads stored widths; undefined if there are none or they are invalid. */
export function parseWidths(stored: string | null): PaneWidths | undefined {
  try {
    const { task, outcome } = JSON.parse(stored ?? '') as Partial<PaneWidths>;
    if (typeof task !== 'number' || typeof outcome !== 'number') return undefined;
    return withWidth(withWidth(defaultWidths, 'task', task), 'outcome', outcome);
  } catch {
    return undefined;
  }
}
