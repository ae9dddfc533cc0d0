'use client';

import type { Gradebook } from '@dfm/contracts/page-data';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { FilterField, countOf } from '@/components/ui/filter-field.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { arrangeRows, type Sorting, type SortKey } from './arrange-rows.ts';
import { GradebookHead } from './gradebook-head.tsx';
import { GradebookRowCells } from './gradebook-row.tsx';
import { moveFocus } from './move-focus.ts';

const rowHeightPx = 40;

/**
 * The grades of a class, one row per learner. Sorted by a click on a heading, filtered by name, and read with
 * the arrow keys. Only the visible rows are in the page.
 */
export function GradebookTable({ cohortId, columns, rows }: Gradebook & { cohortId: string }) {
  const [query, setQuery] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ by: 'name', isDescending: false });
  const shown = useMemo(() => arrangeRows(rows, query, sorting), [rows, query, sorting]);
  const scroller = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the compiler skips this component, as the library requires
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 10,
    // The rows that the server renders, before anything is measured.
    initialRect: { width: 1_000, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <FilterField
        label="Find a learner"
        placeholder="Find: name or e-mail"
        query={query}
        onQuery={setQuery}
        count={countOf(shown.length, rows.length, rows.length === 1 ? 'learner' : 'learners')}
      />
      <ScrollRegion
        ref={scroller}
        aria-label="Grades"
        className="gradebook mt-4 w-fit max-w-full overflow-auto rounded-md border border-line"
        onKeyDown={(event) => moveFocus(event, (index) => virtual.scrollToIndex(index))}
      >
        <table aria-rowcount={shown.length + 1} aria-colcount={columns.length + 2}>
          <GradebookHead
            columns={columns}
            sorting={sorting}
            onSort={(by) => setSorting(toggled(sorting, by))}
          />
          <tbody>
            {before > 0 && <tr aria-hidden style={{ height: before }} />}
            {items.map(({ index }) => {
              const row = shown[index]!;
              return (
                <tr key={row.learnerId} aria-rowindex={index + 2} data-row={index}>
                  <GradebookRowCells cohortId={cohortId} row={row} columns={columns} />
                </tr>
              );
            })}
            {after > 0 && <tr aria-hidden style={{ height: after }} />}
          </tbody>
        </table>
        {shown.length === 0 && <p className="p-4 text-sm text-soft">No learner matches “{query}”.</p>}
      </ScrollRegion>
    </>
  );
}

/** Points are more interesting from the top, names from the beginning. */
const toggled = (sorting: Sorting, by: SortKey): Sorting =>
  sorting.by === by ? { by, isDescending: !sorting.isDescending } : { by, isDescending: by !== 'name' };
