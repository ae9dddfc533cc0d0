import type { ReplayResult } from '@dfm/contracts';
import { formatDuration } from '@dfm/contracts/quantity';
import { ArrowDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindsIn } from './instruction-kind.ts';
import { rowProps, type LineLink } from './line-link.tsx';
import { replayRows, type ReplayRow } from './replay-rows.ts';
import { RowInstruction } from './row-instruction.tsx';
import { outcomeText, StepCell } from './step-cell.tsx';

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
      total={<Total before={before} after={after} />}
      kinds={kindsIn(rows)}
      caption={caption ?? captionOf(before, after)}
      table={
        <FigureTable
          rows={rows}
          subject="Step"
          remark={(row) => row.firstMiss && ' (cache lost here)'}
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
                Cache lost here: {belowText(rows, row)}
              </span>
            )}
            <RowInstruction row={row} onGoTo={link.onGoTo} />
            <StepCell label="First build" outcome={row.before} kind={row.kind} longest={longest} />
            <StepCell label="After the edit" outcome={row.after} kind={row.kind} longest={longest} />
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

/** Of a Dockerfile with several stages, some steps below may still come from the cache. */
function belowText(rows: readonly ReplayRow[], lost: ReplayRow): string {
  return rows.slice(rows.indexOf(lost) + 1).some(({ after }) => after?.state === 'cached')
    ? 'steps that build on this one run again'
    : 'every step below runs again';
}

/** How long the rebuild took, or would have taken, and the first build for comparison. */
function Total({ before, after: { totalMs, stopped } }: Pick<Props, 'before' | 'after'>) {
  const hasPrebuilt = before?.steps.some(({ courseMs }) => courseMs !== undefined) === true;
  return (
    <>
      {stopped === undefined
        ? `Rebuild ${formatDuration(totalMs)}`
        : `Rebuild about ${formatDuration(totalMs + stopped.repeatsMs)}`}
      <span className="font-normal text-soft">
        {stopped !== undefined && `, stopped after ${formatDuration(totalMs)}`}
        {before !== undefined && !hasPrebuilt && `; first build ${formatDuration(before.totalMs)}`}
      </span>
    </>
  );
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
