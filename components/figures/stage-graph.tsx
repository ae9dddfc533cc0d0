import type { ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindColor } from './instruction-kind.ts';
import { stageGraph, type StageEdge, type StageRow } from './stage-rows.ts';

interface Props {
  /** Text of the Dockerfile. */
  dockerfile: string;
  /** Index of the stage to build. */
  target: number;
  caption?: ReactNode;
}

/** Pixels. All rows have this height, so that the arcs next to them meet their middles. */
const rowHeight = 60;
const gutterWidth = 64;

/**
 * The stages of a Dockerfile in file order, with arcs from each to the stages that take from it. Faint if the
 * target does not need it.
 */
export function StageGraph({ dockerfile, target, caption }: Props) {
  const { rows, edges } = stageGraph(dockerfile, target);
  return (
    <FigureFrame
      title={`Stages when the target is ${rows[target]?.text ?? 'the last stage'}`}
      total={`${rows.filter((row) => row.built).length} of ${rows.length} are built`}
      legend={
        <>
          <EdgeLegend kind="base">starts from</EdgeLegend>
          <EdgeLegend kind="copy">copies from</EdgeLegend>
        </>
      }
      caption={caption}
      table={<StageTable rows={rows} edges={edges} />}
    >
      <div className="stage-graph" style={{ paddingLeft: gutterWidth }}>
        <svg aria-hidden width={gutterWidth} height={rows.length * rowHeight} className="stage-arcs">
          {edges.map((edge) => (
            <Arc
              key={`${edge.from}-${edge.to}-${edge.line}`}
              edge={edge}
              needed={rows[edge.to]?.built === true}
            />
          ))}
        </svg>
        <ol className="rows" aria-label="Stages in file order">
          {rows.map((row) => (
            <StageItem key={row.key} row={row} rows={rows} edges={edges} />
          ))}
        </ol>
      </div>
    </FigureFrame>
  );
}

interface GraphProps {
  rows: StageRow[];
  edges: StageEdge[];
}

function StageTable({ rows, edges }: GraphProps) {
  return (
    <FigureTable
      rows={rows}
      subject="Stage"
      remark={(row) => row.isTarget && ' (the image)'}
      columns={[
        { head: 'Starts from', cell: (row) => row.base },
        {
          head: 'From other stages',
          cell: (row) =>
            edgesInto(row, edges)
              .map((edge) => edgeText(edge, rows))
              .join('; ') || 'nothing',
        },
        { head: 'Built', cell: (row) => (row.built ? 'yes' : 'no') },
      ]}
    />
  );
}

function StageItem({ row, rows, edges }: GraphProps & { row: StageRow }) {
  return (
    <li
      className="stage-row"
      data-built={row.built || undefined}
      data-target={row.isTarget || undefined}
      style={{ height: rowHeight }}
    >
      <div className="stage-box">
        <span className="stage-head">
          <code>{row.text}</code>
          <span className="stage-state">{state(row)}</span>
        </span>
        <span className="stage-takes">
          {[
            `starts from ${row.base}`,
            ...edgesInto(row, edges)
              .filter((edge) => edge.kind === 'copy')
              .map((edge) => edgeText(edge, rows)),
          ].join(', ')}
        </span>
      </div>
    </li>
  );
}

function edgesInto(row: StageRow, edges: StageEdge[]): StageEdge[] {
  return edges.filter((edge) => String(edge.to) === row.key);
}

function state(row: StageRow): string {
  if (row.isTarget) return 'the image';
  return row.built ? 'built, not shipped' : 'not built';
}

function edgeText({ kind, from, paths }: StageEdge, rows: StageRow[]): string {
  const name = rows[from]?.text ?? '';
  if (kind === 'base') return `starts from ${name}`;
  return paths.length === 0 ? `mounts ${name}` : `copies ${paths.join(', ')} from ${name}`;
}

function EdgeLegend({ kind, children }: { kind: StageEdge['kind']; children: ReactNode }) {
  return (
    <li>
      <svg aria-hidden width={22} height={8}>
        <line x1={0} x2={22} y1={4} y2={4} {...stroke(kind)} />
      </svg>
      {children}
    </li>
  );
}

/**
 * A curve in the gutter from the middle of one row to the middle of another, wider for greater distances,
 * with an arrow head at its end.
 */
function Arc({ edge, needed }: { edge: StageEdge; needed: boolean }) {
  const y = (index: number) => (index + 0.5) * rowHeight;
  const start = y(edge.from) + 6;
  // Arcs into the same row, or one out and one in, must not overlap.
  const end = y(edge.to) + (edge.kind === 'base' ? -8 : -2);
  const reach = Math.max(4, gutterWidth - 14 - Math.abs(edge.to - edge.from) * 18);
  const tip = gutterWidth - 2;
  return (
    <g opacity={needed ? 1 : 0.3}>
      <path
        d={`M ${tip} ${start} C ${reach} ${start}, ${reach} ${end}, ${tip - 6} ${end}`}
        fill="none"
        {...stroke(edge.kind)}
      />
      <path d={`M ${tip} ${end} l -7 -4 v 8 z`} fill={stroke(edge.kind).stroke} />
    </g>
  );
}

function stroke(kind: StageEdge['kind']) {
  return kind === 'base'
    ? { stroke: kindColor('from'), strokeWidth: 2 }
    : { stroke: kindColor('copy'), strokeWidth: 2, strokeDasharray: '5 3' };
}
