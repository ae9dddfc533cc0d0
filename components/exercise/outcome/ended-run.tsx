import type { Destination, ExercisePage } from '@dfm/contracts/page-data';
import { CircleSlash } from 'lucide-react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { BoardLink } from '../board/board-link.tsx';
import { ConfirmationNote } from '../board/confirmation-note.tsx';
import type { EarlierRun } from '../gain/gain-rows.ts';
import type { RunState } from '../run/run-state.ts';
import { UnreadableResult } from '../verdict/unreadable-result.tsx';
import { Verdict } from '../verdict/verdict.tsx';
import { LogView } from './log-view.tsx';

export interface EndedRunProps {
  exercise: ExercisePage;
  state: RunState;
  /** What comes after this exercise. */
  next: Destination | undefined;
  /** The run to compare a passed one with. */
  earlier: EarlierRun | undefined;
  link: LineLink;
  /** The Dockerfile was changed after it was submitted. */
  isStale: boolean;
}

/** A run that has ended: its verdict, or why there is none, and its log. */
export function EndedRun({ exercise, state, next, earlier, link, isStale }: EndedRunProps) {
  return (
    <>
      {state.wasCancelled && (
        <p className="flex items-center gap-2.5 text-soft">
          <CircleSlash aria-hidden size={18} className="shrink-0" /> This run was cancelled and is not
          counted.
        </p>
      )}
      {!state.wasCancelled && state.result === undefined && <UnreadableResult />}
      {isStale && state.result !== undefined && (
        <p className="mb-4 text-sm text-soft">
          You have changed the Dockerfile since this run. Line links follow your edits.
        </p>
      )}
      {state.result !== undefined && (
        <Verdict
          result={state.result}
          passScore={exercise.passScore}
          taughtLater={exercise.taughtLater}
          next={next}
          earlier={earlier}
          note={
            <>
              {state.confirmation && <ConfirmationNote confirmation={state.confirmation} />}
              {exercise.hasBoard && state.result.passed && <BoardLink slug={exercise.slug} />}
            </>
          }
          link={link}
        />
      )}
      {state.live.log.lines.length > 0 && (
        <Disclosure summary={`Log of this run (${lineCount(state.live.log.lines.length)})`}>
          <LogView log={state.live.log} />
        </Disclosure>
      )}
    </>
  );
}

const lineCount = (lines: number): string => (lines === 1 ? '1 line' : `${lines.toLocaleString('en')} lines`);
