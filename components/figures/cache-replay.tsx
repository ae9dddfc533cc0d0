import type { ReplayResult } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { ArrowDown } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindColor, kindsIn, type InstructionKind } from './instruction-kind.ts';
import { rowProps, type LineLink } from './line-link.tsx';
import { replayRows, type Outcome, type ReplayRow } from './replay-rows.ts';
import { RowInstruction } from './row-instruction.tsx';
import './cells.css';

interface Props extends LineLink {
  /** The build before the edit; undefined if it was not recorded. */
  before?: ReplayResult | undefined;
  /** The build after the edit. */
  after: ReplayResult;
  title?: ReactNode;
  caption?: ReactNode;
}

/** Two builds side by side, step by step: what the edit left in the cache, and the first step that missed. */
export function CacheReplay({ before, after, title, caption, ...link }: Props) {
  const rows = replayRows(before, after);
  const longest = Math.max(1, ...rows.flatMap((row) => [row.before?.drawnMs ?? 0, row.after?.drawnMs ?? 0]));
  return (
    <FigureFrame
      title={title ?? after.title}
      total={
        before ? (
          <>
            {formatDuration(before.totalMs)}{' '}
            <span className="font-normal text-soft">first, then{after.stopped && ' stopped after'}</span>{' '}
            {formatDuration(after.totalMs)}
          </>
        ) : (
          formatDuration(after.totalMs)
        )
      }
      kinds={kindsIn(rows)}
      caption={caption ?? captionOf(before, after)}
      table={
        <FigureTable
          rows={rows}
          subject="Step"
          remark={(row) => row.firstMiss && ' (first miss)'}
          columns={[
            ...(before ? [{ head: 'First build', cell: (row: ReplayRow) => outcomeText(row.before) }] : []),
            { head: 'After the edit', cell: (row) => outcomeText(row.after) },
          ]}
        />
      }
    >
      <div className="replay-head" aria-hidden>
        <span>{before && 'First build'}</span>
        <span>After the edit</span>
      </div>
      <ol className="rows" aria-label="Steps of both builds">
        {rows.map((row) => (
          <li key={row.key} className="row replay-row" {...rowProps(row.line, link)}>
            {row.firstMiss && (
              <span className="first-miss">
                <ArrowDown aria-hidden size={14} strokeWidth={2.5} />
                First miss: from here on, steps start from something new
              </span>
            )}
            <RowInstruction row={row} onGoTo={link.onGoTo} />
            <Cell label="First build" outcome={row.before} kind={row.kind} longest={longest} />
            <Cell label="After the edit" outcome={row.after} kind={row.kind} longest={longest} />
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

function Cell({
  label,
  outcome,
  kind,
  longest,
}: {
  label: string;
  outcome: Outcome | undefined;
  kind: InstructionKind;
  longest: number;
}) {
  if (!outcome) return <span className="cell" />;
  const { state, drawnMs } = outcome;
  return (
    <span className="cell" data-state={state} style={{ '--kind': kindColor(kind) } as CSSProperties}>
      <span className="sr-only">{label}: </span>
      {drawn.has(state) && (
        <span
          aria-hidden
          className="cell-bar"
          style={{ width: `max(3px, ${((drawnMs / longest) * 100).toFixed(2)}%)` }}
        />
      )}
      <span className="cell-value">
        {state === 'ran' || state === 'prebuilt' ? formatDuration(outcome.ms) : words[state]}
      </span>
    </span>
  );
}

const drawn: ReadonlySet<Outcome['state']> = new Set(['ran', 'prebuilt', 'runs-again']);
const words = { cached: 'cached', 'runs-again': 'runs again', 'not-reached': 'not reached' } as const;

function outcomeText(outcome: Outcome | undefined): string {
  if (!outcome) return 'not a step';
  const { state, ms } = outcome;
  if (state === 'ran') return `ran ${formatDuration(ms)}`;
  if (state === 'prebuilt') return `prebuilt, took ${formatDuration(ms)}`;
  if (state === 'runs-again')
    return ms > 0 ? `runs again, stopped after ${formatDuration(ms)}` : 'runs again, not started';
  return words[state];
}

function captionOf(before: ReplayResult | undefined, { stopped }: ReplayResult): string | undefined {
  const sentences: string[] = [];
  if (before?.steps.some(({ courseMs }) => courseMs !== undefined))
    sentences.push(
      'Dashed bars in the first build are prebuilt steps: they did not run, and the time is how long they took when they were built.',
    );
  if (stopped !== undefined) sentences.push(stoppedCaption(stopped));
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function stoppedCaption({ repeatsMs }: NonNullable<ReplayResult['stopped']>): string {
  return `This rebuild was stopped early, because the rest could not change the verdict. The steps marked “runs again” took ${formatDuration(repeatsMs)} the first time, as their bars show.`;
}
