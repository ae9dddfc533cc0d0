import { formatDuration } from '@dfm/contracts/quantity';
import type { CSSProperties } from 'react';
import { kindColor, type InstructionKind } from './instruction-kind.ts';
import type { Outcome } from './replay-rows.ts';

interface Props {
  /** Names the build for screen readers. */
  label: string;
  outcome: Outcome | undefined;
  kind: InstructionKind;
  /** The time that is drawn as the complete width, in milliseconds. */
  longest: number;
}

/** What a build did with one step: a bar with its time, or a word if the step did not run. */
export function StepCell({ label, outcome, kind, longest }: Props) {
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

/** The same as a text, for tables. */
export function outcomeText(outcome: Outcome | undefined): string {
  if (!outcome) return 'not a step';
  const { state, ms } = outcome;
  if (state === 'ran') return `ran ${formatDuration(ms)}`;
  if (state === 'prebuilt') return `prebuilt, took ${formatDuration(ms)}`;
  if (state === 'runs-again')
    return ms > 0 ? `runs again, stopped after ${formatDuration(ms)}` : 'runs again, not started';
  return words[state];
}
