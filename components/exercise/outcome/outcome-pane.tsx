'use client';

import { hrefTo, signInAddress } from '@dfm/contracts/page-addresses';
import { visibleText } from '@dfm/contracts/visible-text';
import { Play } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { Callout } from '@/components/ui/callout.tsx';
import { Link } from '@/components/ui/link.tsx';
import { currentPhase } from '../run/live-run.ts';
import { isQueued, type RunState } from '../run/run-state.ts';
import type { EndedRunProps } from './ended-run.tsx';
import { phaseLabel } from './phase-label.ts';
import { UsualDuration } from './usual-duration.tsx';

const loadProgress = async () => ({ default: (await import('./run-in-progress.tsx')).RunInProgress });
const loadEnded = async () => ({ default: (await import('./ended-run.tsx')).EndedRun });
const RunInProgress = lazy(loadProgress);
const EndedRun = lazy(loadEnded);
/** After the editor. */
const loadAfterMs = 2_000;

interface Props extends EndedRunProps {
  hasRunner: boolean;
}

/** The newest run: none yet, in progress, or its verdict. */
export function OutcomePane({ hasRunner, ...run }: Props) {
  const { state } = run;
  useEffect(() => {
    // So that it is there when Run is pressed, also without a connection.
    const timer = setTimeout(() => void Promise.allSettled([loadProgress(), loadEnded()]), loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="@container px-4 py-5 sm:px-6">
      {state.problem !== undefined && (
        <Callout
          kind={state.problem.code === 'no-runner' ? 'warning' : 'fault'}
          title={
            problemTitle[state.problem.code] ??
            (state.stage === 'following' ? 'The run was not cancelled' : 'The run did not start')
          }
          role="alert"
        >
          <p className="text-sm">
            {state.problem.message} {state.result !== undefined && 'Your last verdict is below.'}
          </p>
          {state.problem.code === 'account-required' && (
            <p className="mt-2 text-sm">
              <Link
                href={signInAddress('signIn', hrefTo('exercise', run.exercise.slug))}
                className="text-accent underline underline-offset-2"
              >
                Sign in
              </Link>
            </p>
          )}
        </Callout>
      )}
      {state.stage === 'none' && state.problem === undefined && (
        <Empty
          hasRunner={hasRunner}
          usualMs={state.usualMs}
          hasReplay={Object.keys(run.exercise.scenarios).length > 0}
        />
      )}
      <Suspense fallback={<p className="text-soft">Loading the run.</p>}>
        {(state.stage === 'submitting' || state.stage === 'following') && <RunInProgress {...run} />}
        {state.stage === 'ended' && <EndedRun {...run} />}
      </Suspense>
      <output className="sr-only">{announcement(state)}</output>
    </div>
  );
}

const problemTitle: Readonly<Record<string, string>> = {
  'no-runner': 'No runner is connected',
  'too-large': 'Your files are too large',
  unauthenticated: 'Your session has ended',
  'account-required': 'This site needs an account',
  unreadable: 'The response of the site cannot be read',
};

interface EmptyProps extends Pick<Props, 'hasRunner'>, Pick<RunState, 'usualMs'> {
  /** Whether edits are replayed after the build. */
  hasReplay: boolean;
}

function Empty({ hasRunner, usualMs, hasReplay }: EmptyProps) {
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
        Run builds your Dockerfile in your own sandbox,
        {hasReplay && ' replays a few edits to see what stays cached,'} starts the image and measures it. The
        steps appear here as they happen, followed by the verdict.
      </p>
      <UsualDuration ms={usualMs} />
    </div>
  );
}

function announcement(state: RunState): string {
  if (state.stage === 'submitting') return 'Sending your files.';
  if (state.stage === 'ended')
    return state.wasCancelled
      ? 'The run was cancelled.'
      : `The run has ended. ${visibleText(state.result?.headline ?? '')}`;
  if (state.stage !== 'following') return '';
  if (state.connection === 'lost') return 'No connection to the site. The run continues.';
  if (isQueued(state)) return 'The run is in the queue.';
  const phase = currentPhase(state.live);
  return phase === undefined ? '' : `${phaseLabel[phase.phase]}.`;
}
