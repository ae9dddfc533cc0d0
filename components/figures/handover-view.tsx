import { CircleDashed, Lock, LockOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { ChoicePanels } from './choice-panels.tsx';
import { FigureFrame } from './figure-frame.tsx';
import { fixedCount, handoverRows, handovers, type Fixed, type HandoverRow } from './handover-rows.ts';
import { HeadedTable } from './headed-table.tsx';

const fixedText: Record<Fixed, string> = {
  fixed: 'pinned',
  partly: 'partly pinned',
  machine: 'the machine’s',
};
const icons: Record<Fixed, typeof Lock> = { fixed: Lock, partly: CircleDashed, machine: LockOpen };

/** What a result depends on, and what is pinned by code alone, a list of packages, a lock file, and an image. */
export function HandoverView({ caption }: { caption?: ReactNode }) {
  return (
    <FigureFrame title="What you hand over, and what it pins" caption={caption} table={<HandoverTable />}>
      <ChoicePanels
        legend="What is handed over"
        className="choice-row"
        choices={handovers.map(({ key, name }) => ({
          key,
          label: name,
          panel: <HandoverPanel rows={handoverRows(key)} />,
        }))}
      />
    </FigureFrame>
  );
}

function HandoverPanel({ rows }: { rows: HandoverRow[] }) {
  const { fixed, partly, of } = fixedCount(rows);
  return (
    <>
      <p className="handover-count">
        {fixed} of {of} pinned, {partly} partly
      </p>
      <ul className="rows" aria-label="What the result depends on">
        {rows.map((row) => {
          const Icon = icons[row.fixed];
          return (
            <li key={row.what} className="row handover-row" data-fixed={row.fixed}>
              <Icon aria-hidden size={16} />
              <span>{row.what}</span>
              <span>
                <strong>{fixedText[row.fixed]}</strong>
                {row.remark && <small>{row.remark}</small>}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function HandoverTable() {
  const columns = handovers.map(({ key }) => handoverRows(key));
  return (
    <HeadedTable heads={['Depends on', ...handovers.map(({ name }) => name)]}>
      {handoverRows('code').map(({ what }, index) => (
        <tr key={what}>
          <td>{what}</td>
          {columns.map((rows, column) => {
            const row = rows[index];
            return (
              <td key={handovers[column]?.key}>
                {row && fixedText[row.fixed]}
                {row?.remark && `. ${row.remark}`}
              </td>
            );
          })}
        </tr>
      ))}
    </HeadedTable>
  );
}
