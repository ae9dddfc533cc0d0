import type { SessionView } from '@dfm/contracts/terminal';
import { use, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { AskDialog } from '../dialog/ask-dialog.tsx';
import { type Phase, phaseText } from './phase.ts';
import { PlaceContext } from './place.ts';
import { SessionClock } from './session-clock.tsx';

interface Props {
  /** What the session is for. */
  title: string;
  session: SessionView;
  phase: Phase;
  /** Whether the sandbox is brought to the state in which a lab begins. */
  isPreparing?: boolean;
  /** Whether a request to the site is on its way. */
  isBusy: boolean;
  onExtend(): void;
  onEnd(): void;
}

/** The state of a session, the time it has left, and how to get more of it or end it. */
export function SessionBar({ title, session, phase, isPreparing = false, isBusy, onExtend, onEnd }: Props) {
  const [isAsking, setAsking] = useState(false);
  const { heading: Heading } = use(PlaceContext);
  const isTroubled = phase === 'lost' || phase === 'restarting';
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 sm:px-6">
      <Heading className="text-base leading-tight font-semibold">{title}</Heading>
      <output className={`mr-auto text-sm ${isTroubled ? 'font-semibold text-warn' : 'text-soft'}`}>
        {phase === 'starting' && isPreparing ? 'Preparing your sandbox …' : phaseText(phase, session)}
      </output>
      {session.state === 'running' && <SessionClock session={session} />}
      {session.state === 'running' && session.canExtend && (
        <Button aria-disabled={isBusy} onClick={() => isBusy || onExtend()}>
          Extend
        </Button>
      )}
      <Button aria-disabled={isBusy} onClick={() => isBusy || setAsking(true)}>
        {session.state === 'waiting' ? 'Leave the queue' : 'End session'}
      </Button>
      {isAsking && (
        <AskDialog
          title={session.state === 'waiting' ? 'Leave the queue?' : 'End the session?'}
          confirm={{ label: session.state === 'waiting' ? 'Leave the queue' : 'End session' }}
          onConfirm={onEnd}
          onClose={() => setAsking(false)}
        >
          <p>
            {session.state === 'waiting'
              ? 'You lose your place.'
              : 'Everything in the sandbox is destroyed: files, images, containers and volumes, and what the shells show.'}
          </p>
        </AskDialog>
      )}
    </div>
  );
}
