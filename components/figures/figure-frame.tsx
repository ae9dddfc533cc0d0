import type { ReactNode } from 'react';
import { AsTable } from './as-table.tsx';
import { kindColor, kindLabel, type InstructionKind } from './instruction-kind.ts';

interface Props {
  title: ReactNode;
  /** The figure's main number, to the right of the title. */
  total?: ReactNode;
  kinds?: InstructionKind[];
  /** Additional entries of the legend, already rendered. */
  legend?: ReactNode;
  caption?: ReactNode;
  /** The same data as a table, for exact reading and for screen readers. */
  table: ReactNode;
  children: ReactNode;
}

/** The parts of every figure: title, legend, caption, and its numbers as a table. */
export function FigureFrame({ title, total, kinds = [], legend, caption, table, children }: Props) {
  return (
    <figure className="figure wide my-8">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="figure-title">{title}</p>
        {total && <p className="figure-total">{total}</p>}
      </div>
      {children}
      {(kinds.length > 0 || legend) && (
        <ul className="legend" aria-label="Legend">
          {kinds.map((kind) => (
            <li key={kind}>
              <span aria-hidden className="swatch" style={{ background: kindColor(kind) }} />
              {kindLabel[kind]}
            </li>
          ))}
          {legend}
        </ul>
      )}
      <div className="mt-2 flex flex-wrap items-start justify-between gap-x-6">
        {caption && <figcaption className="figure-caption">{caption}</figcaption>}
        <div className="w-full">
          <AsTable label="Figure data">{table}</AsTable>
        </div>
      </div>
    </figure>
  );
}
