import type { GradebookColumn } from '@dfm/contracts/page-data';
import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Sorting, SortKey } from './arrange-rows.ts';

interface Props {
  columns: readonly GradebookColumn[];
  sorting: Sorting;
  onSort(by: SortKey): void;
}

const modeNames = { alone: undefined, group: 'In groups', exam: 'Exam' };

/** The headings of the gradebook, which sort it. */
export function GradebookHead({ columns, ...sort }: Props) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <Heading by="name" {...sort}>
          Name
        </Heading>
        <Heading by="total" {...sort}>
          Total
        </Heading>
        {columns.map(({ kind, slug, title, due, mode, weight }, index) => (
          <Heading
            key={`${kind} ${slug}`}
            by={index}
            details={[modeNames[mode], due && `Due ${due}`, weight !== 1 && `Weight ${weight}`]
              .filter(Boolean)
              .join(' · ')}
            {...sort}
          >
            {kind === 'quiz' ? `Quiz: ${title}` : title}
          </Heading>
        ))}
      </tr>
    </thead>
  );
}

interface HeadingProps {
  by: SortKey;
  sorting: Sorting;
  onSort(by: SortKey): void;
  /** Shown when pointing at it. */
  details?: string;
  children: string;
}

function Heading({ by, sorting, onSort, details, children }: HeadingProps) {
  const isChosen = sorting.by === by;
  const direction = sorting.isDescending ? 'descending' : 'ascending';
  const Arrow = sorting.isDescending ? ChevronDown : ChevronUp;
  return (
    <th scope="col" aria-sort={isChosen ? direction : undefined}>
      <button type="button" title={details || undefined} onClick={() => onSort(by)}>
        <span>{children}</span>
        {isChosen && <Arrow aria-hidden size={14} className="shrink-0" />}
      </button>
    </th>
  );
}
