import { formatDuration } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindColor, kindsIn } from './instruction-kind.ts';
import { rowProps, type LineLink } from './line-link.tsx';
import { RowInstruction } from './row-instruction.tsx';
import { waterfallRows, type WaterfallRow, type WaterfallStep } from './waterfall-rows.ts';

interface Props extends LineLink {
  steps: WaterfallStep[];
  /** Duration of the build, if it is longer than its steps together. */
  totalMs?: number;
  title?: ReactNode;
  caption?: ReactNode;
}

/** The steps of one build over time. Running steps are drawn up to the present. */
export function Waterfall({ steps, totalMs, title = 'Steps of the build', caption, ...link }: Props) {
  const { rows, endMs } = waterfallRows(steps, totalMs);
  return (
    <FigureFrame
      title={title}
      total={formatDuration(totalMs ?? endMs)}
      kinds={kindsIn(rows)}
      caption={caption ?? prebuiltCaption(rows)}
      table={<FigureTable rows={rows} subject="Step" columns={[{ head: 'Time', cell: stateText }]} />}
    >
      <ol className="rows" aria-label="Steps in order">
        {rows.map((row) => (
          <li key={row.key} className="row layer-row" data-state={row.state} {...rowProps(row.line, link)}>
            <RowInstruction row={row} onGoTo={link.onGoTo} />
            <span className="row-bar" aria-hidden>
              <span
                className="bar"
                style={{
                  marginLeft: `${((row.startMs / endMs) * 100).toFixed(2)}%`,
                  width: `max(2px, ${((row.ms / endMs) * 100).toFixed(2)}%)`,
                  background: kindColor(row.kind),
                }}
              />
            </span>
            <span className="row-value">{stateText(row)}</span>
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

function prebuiltCaption(rows: readonly WaterfallRow[]): string | undefined {
  const prebuilt = rows.filter(({ courseMs }) => courseMs !== undefined);
  if (prebuilt.length === 0) return undefined;
  return `Steps marked “prebuilt” come from layers that were built ahead of time from the same lines and files. Building them took ${formatDuration(prebuilt.reduce((sum, { courseMs = 0 }) => sum + courseMs, 0))}.`;
}

function stateText(row: WaterfallRow): string {
  if (row.state === 'cached')
    return row.courseMs === undefined ? 'cached' : `prebuilt, ${formatDuration(row.courseMs)}`;
  if (row.state === 'ran') return formatDuration(row.ms);
  if (row.state === 'running') return `running, ${formatDuration(row.ms)}`;
  if (row.state === 'cancelled') return 'stopped';
  return row.state;
}
