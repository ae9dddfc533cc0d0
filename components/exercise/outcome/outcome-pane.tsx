'use client';

import type { Destination, ExercisePage } from '@dfm/contracts/page-data';
import { formatEstimate } from '@dfm/contracts/quantity';
import { visibleText } from '@dfm/contracts/visible-text';
import { CircleSlash, Play, WifiOff } from 'lucide-react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { Callout } from '@/components/ui/callout.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { BoardLink } from '../board/board-link.tsx';
import { ConfirmationNote } from '../board/confirmation-note.tsx';
import { currentPhase } from '../run/live-run.ts';
import type { RunState } from '../run/run-state.ts';
import { UnreadableResult } from '../verdict/unreadable-result.tsx';
import { Verdict } from '../verdict/verdict.tsx';
import { LiveBuilds } from './live-builds.tsx';
import { LogView } from './log-view.tsx';
import { PhasesStrip } from './phases-strip.tsx';
import { QueueNote } from './queue-note.tsx';

interface Props {
  exercise: ExercisePage;
  state: RunState;
  isQueued: boolean;
  hasRunner: boolean;
  /** What comes after this exercise. */
  next: Destination | undefined;
  link: LineLink;
  /** The Dockerfile was changed after it was submitted. */
  isStale: boolean;
}

/** The newest run: none yet, in progress, or its verdict. */
export function OutcomePane({ exercise, state, isQueued, hasRunner, next, link, isStale }: Props) {
  return (
    <div className="@container px-4 py-5 sm:px-6">
      {state.problem !== undefined && (
        <Callout
          kind={state.problem.code === 'no-runner' ? 'warning' : 'fault'}
          title={
            problemTitle[state.problem.code] ??
            (state.stage === 'none' ? 'The run did not start' : 'The run was not cancelled')
          }
          role="alert"
        >
          <p className="text-sm">{state.problem.message}</p>
        </Callout>
      )}
      {state.stage === 'none' && state.problem === undefined && <Empty hasRunner={hasRunner} />}
      {(state.stage === 'submitting' || state.stage === 'following') && (
        <Live exercise={exercise} state={state} isQueued={isQueued} link={link} />
      )}
      {state.stage === 'ended' && (
        <Ended exercise={exercise} state={state} next={next} link={link} isStale={isStale} />
      )}
      <output className="sr-only">{announcement(state, isQueued)}</output>
    </div>
  );
}

const problemTitle: Readonly<Record<string, string>> = {
  'no-runner': 'No runner is connected',
  'too-large': 'Your files are too large',
  unauthenticated: 'Your session has ended',
  unreadable: 'The response of the site cannot be read',
};

function Live({ exercise, state, isQueued, link }: Pick<Props, 'exercise' | 'state' | 'isQueued' | 'link'>) {
  const { live } = state;
  return (
    <>
      <PhasesStrip phases={live.phases} />
      {state.usualMs !== undefined && (
        <p className="mt-2 text-sm text-soft">
          A run of this exercise usually takes {formatEstimate(state.usualMs)}.
        </p>
      )}
      {state.connection === 'lost' && (
        <p className="mt-4 flex items-center gap-2 text-sm text-warn">
          <WifiOff aria-hidden size={16} /> The connection was lost. The run continues, and this page
          reconnects automatically.
        </p>
      )}
      <div className="mt-5">
        {state.stage === 'submitting' && !state.isCancelling && (
          <p className="text-soft">Sending your files.</p>
        )}
        {isQueued && <QueueNote queue={state.queue} />}
        {state.isCancelling && <p className="text-soft">Cancelling.</p>}
      </div>
      <Notices live={live} />
      <LiveBuilds live={live} scenarios={exercise.scenarios} link={link} />
      {live.probes.length > 0 && (
        <section aria-label="Requests to your container" className="my-6">
          <h3 className="mb-1 text-sm font-semibold">Requests to your container</h3>
          <ul className="grid gap-0.5 text-sm">
            {live.probes.map((probe) => (
              <li key={probe.name}>
                <span className={probe.ok ? 'text-good' : 'text-bad'}>
                  {probe.ok ? 'Answered' : 'Failed'}
                </span>{' '}
                {probe.name}
                <span className="text-soft">: {probe.message}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(live.log.lines.length > 0 || !isQueued) && <LogView log={live.log} />}
    </>
  );
}

function Notices({ live }: { live: RunState['live'] }) {
  return live.notices.map((notice) => (
    <p key={notice} className="mt-4 border-l-2 border-accent pl-3 text-sm">
      {notice}
    </p>
  ));
}

function Ended({
  exercise,
  state,
  next,
  link,
  isStale,
}: Pick<Props, 'exercise' | 'state' | 'next' | 'link' | 'isStale'>) {
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
          You have changed the Dockerfile since this run. Links to lines lead to where those lines are now.
        </p>
      )}
      {state.result !== undefined && (
        <Verdict
          result={state.result}
          passScore={exercise.passScore}
          next={next}
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

function Empty({ hasRunner }: Pick<Props, 'hasRunner'>) {
  return (
    <div className="text-soft">
      {!hasRunner && (
        <Callout kind="warning" title="No runner is connected">
          <p className="text-sm">
            Nothing can be built at the moment. The task, the editor and the checks while typing work without
            a runner. Run works again as soon as one connects.
          </p>
        </Callout>
      )}
      <p className="flex items-center gap-2.5 font-semibold text-ink">
        <Play aria-hidden size={18} /> No run yet
      </p>
      <p className="mt-2 max-w-prose text-sm">
        Run builds your Dockerfile in your own sandbox, replays a few edits to see what stays cached, starts
        the image and measures it. The steps appear here as they happen, followed by the verdict.
      </p>
    </div>
  );
}

function announcement(state: RunState, isQueued: boolean): string {
  if (state.stage === 'submitting') return 'Sending your files.';
  if (state.stage === 'ended')
    return state.wasCancelled
      ? 'The run was cancelled.'
      : `The run has ended. ${visibleText(state.result?.headline ?? '')}`;
  if (state.stage !== 'following') return '';
  if (isQueued) return 'The run is in the queue.';
  const phase = currentPhase(state.live);
  return phase === undefined ? '' : `Phase: ${phase.phase.replace('-', ' ')}.`;
}
