'use client';

import { lazy, Suspense, use, useEffect } from 'react';
import { CommandsToType } from './requested/commands-to-type.tsx';
import type { RequestedCommands } from './requested/use-requested-commands.ts';
import type { OpenSession, TerminalStart } from './session-actions.ts';
import { PlaceContext } from './session/place.ts';
import { StartPanel } from './session/start-panel.tsx';
import { type SessionActions, useSession } from './use-session.ts';

const OpenLab = lazy(async () => ({ default: (await import('./session/open-lab.tsx')).OpenLab }));
const loadView = async () => ({ default: (await import('./session-view.tsx')).SessionView });
const SessionView = lazy(loadView);
/** After the page. */
const loadAfterMs = 2_000;

export interface TerminalProps extends TerminalStart {
  actions: SessionActions & { openSession: OpenSession };
}

interface Props extends TerminalProps {
  /** What a link asks to type into the shell. */
  requested: RequestedCommands | undefined;
  /** It was typed, or is not wanted. */
  onRequestDone(): void;
  /** The session has ended, so what is left of the day has changed. */
  onEnded(): void;
}

/** A terminal in a sandbox of the learner's own: before, during and after a session. */
export function TerminalView({
  session: initial,
  labTitle,
  allowance,
  shellsMax,
  hasPreviews,
  actions,
  ...props
}: Props) {
  const { requested, onRequestDone, onEnded } = props;
  const { session, ...own } = useSession(initial, actions);
  const start = (replaces?: string) => own.open(() => actions.openSession(replaces));
  const { className } = use(PlaceContext);
  useEffect(() => {
    // So that it is there when Start is pressed.
    const timer = setTimeout(loadAhead, loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  if (session === undefined)
    return (
      <StartPanel
        allowance={allowance}
        ended={undefined}
        isBusy={own.isBusy}
        problem={own.problem}
        onApproach={loadAhead}
        onStart={() => start()}
        waiting={requested && <CommandsToType text={requested.text} onDrop={onRequestDone} />}
      />
    );
  if (session.lab !== undefined && session.state !== 'ended')
    return (
      <Suspense>
        <OpenLab
          lab={session.lab}
          title={labTitle ?? 'a lab'}
          isBusy={own.isBusy}
          problem={own.problem}
          onReplace={() => start(session.id)}
        />
      </Suspense>
    );
  return (
    <Suspense fallback={<p className={`${className} px-4 py-6 text-soft sm:px-6`}>Loading the terminal …</p>}>
      <SessionView
        session={session}
        own={own}
        onStart={() => start()}
        allowance={allowance}
        shellsMax={shellsMax}
        hasPreviews={hasPreviews}
        requested={requested}
        onRequestDone={onRequestDone}
        onEnded={onEnded}
      />
    </Suspense>
  );
}

/** If it fails, it is tried again when a session is shown. */
const loadAhead = () => void loadView().catch(() => undefined);
