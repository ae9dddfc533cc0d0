'use client';

import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView as Session } from '@dfm/contracts/terminal';
import { lazy, Suspense, useEffect } from 'react';
import { CommandsToType } from './requested/commands-to-type.tsx';
import { useRequestedCommands } from './requested/use-requested-commands.ts';
import { StartPanel } from './session/start-panel.tsx';
import { type SessionActions, useSession } from './use-session.ts';

const loadView = async () => ({ default: (await import('./session-view.tsx')).SessionView });
const SessionView = lazy(loadView);
/** After the page. */
const loadAfterMs = 2_000;

interface Props {
  /** The learner's session when the page was rendered. */
  session: Session | undefined;
  allowance: TerminalAllowance;
  /** The most shells that a session can have. */
  shellsMax: number;
  actions: SessionActions;
}

/** A terminal in a sandbox of the learner's own: before, during and after a session. */
export function Playground({ session: initial, allowance, shellsMax, actions }: Props) {
  const { session, ...own } = useSession(initial, actions);
  const { requested, drop } = useRequestedCommands();
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
        onStart={own.open}
        waiting={requested && <CommandsToType text={requested.text} onDrop={drop} />}
      />
    );
  return (
    <Suspense fallback={<p className="workbench px-4 py-6 text-soft sm:px-6">Loading the terminal …</p>}>
      <SessionView
        session={session}
        own={own}
        allowance={allowance}
        shellsMax={shellsMax}
        requested={requested}
        onRequestDone={drop}
      />
    </Suspense>
  );
}

/** If it fails, it is tried again when a session is shown. */
const loadAhead = () => void loadView().catch(() => undefined);
