import { hrefTo } from '@dfm/contracts/page-addresses';
import type { GradebookCell, GradebookColumn, GradebookRow } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  cohortId: string;
  row: GradebookRow;
  columns: readonly GradebookColumn[];
}

/** The cells of a learner: name, total, and points per assignment. */
export function GradebookRowCells({ cohortId, row, columns }: Props) {
  return (
    <>
      <th scope="row" title={row.email}>
        <Link href={hrefTo('cohortLearner', cohortId, row.learnerId)} tabIndex={-1} data-cell>
          {row.name}
        </Link>
      </th>
      <td tabIndex={-1} data-cell className="font-semibold">
        {row.total ?? <Nothing />}
      </td>
      {row.cells.map((cell, index) => (
        <GradeCell key={`${columns[index]!.kind} ${columns[index]!.slug}`} cell={cell} />
      ))}
    </>
  );
}

function GradeCell({
  cell: { points, runId, daysLate, passed, isPending, isOverridden },
}: {
  cell: GradebookCell;
}) {
  if (points === null && isPending)
    return (
      <Cell>
        …<span className="sr-only">being graded</span>
      </Cell>
    );
  if (points === null)
    return (
      <Cell>
        <Nothing />
      </Cell>
    );
  const text = (
    <>
      {points}
      {isOverridden ? <small> set by staff</small> : daysLate > 0 && <small> {daysLate} d late</small>}
      {isPending && (
        <small>
          {' '}
          …<span className="sr-only">another attempt is being graded</span>
        </small>
      )}
      {!passed && <span className="sr-only">, not passed</span>}
    </>
  );
  if (runId === undefined) return <Cell isWeak={!passed}>{text}</Cell>;
  return (
    <td className={passed ? undefined : 'not-passed'}>
      <Link href={hrefTo('run', runId)} tabIndex={-1} data-cell>
        {text}
      </Link>
    </td>
  );
}

function Cell({ isWeak = false, children }: { isWeak?: boolean; children: ReactNode }) {
  return (
    <td tabIndex={-1} data-cell className={isWeak ? 'not-passed' : undefined}>
      {children}
    </td>
  );
}

function Nothing() {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
