import type { ExercisePage } from '@dfm/contracts/page-data';
import { Wifi, WifiOff } from 'lucide-react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { isQueued, waitsForRunner, type RunState } from '../run/run-state.ts';
import { LiveBuilds } from './live-builds.tsx';
import { LogView } from './log-view.tsx';
import { PhasesStrip } from './phases-strip.tsx';
import { QueueNote } from './queue-note.tsx';
import { UsualDuration } from './usual-duration.tsx';

interface Props {
  exercise: ExercisePage;
  state: RunState;
  link: LineLink;
}

/** A run from the moment it is submitted: its phases, builds, requests and log as they happen. */
export function RunInProgress({ exercise, state, link }: Props) {
  const { live } = state;
  return (
    <>
      <PhasesStrip phases={live.phases} />
      <UsualDuration ms={state.usualMs} />
      <ConnectionNote connection={state.connection} />
      <div className="mt-5">
        {state.stage === 'submitting' && !state.isCancelling && (
          <p className="text-soft">Sending your files.</p>
        )}
        {isQueued(state) && <QueueNote queue={state.queue} waitsForRunner={waitsForRunner(state)} />}
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
      {(live.log.lines.length > 0 || !isQueued(state)) && <LogView log={live.log} />}
    </>
  );
}

function ConnectionNote({ connection }: Pick<RunState, 'connection'>) {
  if (connection === 'lost')
    return (
      <p className="mt-4 flex gap-2 text-sm text-warn">
        <WifiOff aria-hidden size={16} className="mt-0.5 shrink-0" /> The connection was lost. The run
        continues, and this page reconnects automatically. Until then, what you see here may be out of date.
      </p>
    );
  if (connection === 'restored')
    return (
      <p className="mt-4 flex gap-2 text-sm text-good">
        <Wifi aria-hidden size={16} className="mt-0.5 shrink-0" /> The connection is back. Nothing of the run
        was lost.
      </p>
    );
  return null;
}

function Notices({ live }: { live: RunState['live'] }) {
  return live.notices.map((notice) => (
    <p key={notice} className="mt-4 border-l-2 border-accent pl-3 text-sm">
      {notice}
    </p>
  ));
}
