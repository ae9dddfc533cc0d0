'use client';

import { hrefTo, pagePaths } from '@dfm/contracts/page-addresses';
import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { useState } from 'react';
import { useHasTabs } from '@/components/exercise/window-width.ts';
import { Button, ButtonLink } from '@/components/ui/button.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { AskDialog } from './dialog/ask-dialog.tsx';
import { UnsavedFiles } from './files/unsaved-files.tsx';
import type { OpenSession } from './session-actions.ts';
import { SessionBar } from './session/session-bar.tsx';
import { SignedOut } from './session/signed-out.tsx';
import { StartPanel } from './session/start-panel.tsx';
import { TerminalProblem } from './session/terminal-problem.tsx';
import { Shells } from './shells/shells.tsx';
import type { SessionActions } from './use-session.ts';
import { useTerminal } from './use-terminal.ts';

interface Props {
  /** The learner's session when the page was rendered. */
  session: SessionView | undefined;
  /** Title of the lab that the session is for. */
  labTitle: string | undefined;
  allowance: TerminalAllowance;
  /** The most shells that a session can have. */
  shellsMax: number;
  actions: SessionActions & { openSession: OpenSession };
}

/** A terminal in a sandbox of the learner's own: before, during and after a session. */
export function Playground({ session: initial, labTitle, allowance, shellsMax, actions }: Props) {
  const { session, phase, connection, state, hasFailed, files, problem, isBusy, ...requests } = useTerminal(
    initial,
    actions,
    ({ lab }) => lab === undefined,
  );
  const hasTabs = useHasTabs();
  if (session?.lab !== undefined && session.state !== 'ended')
    return (
      <OpenLab
        lab={session.lab}
        title={labTitle ?? 'a lab'}
        isBusy={isBusy}
        problem={problem}
        onReplace={() => requests.open(() => actions.openSession(session.id))}
      />
    );
  if (session === undefined || phase === undefined || phase === 'ended')
    return (
      <StartPanel
        allowance={allowance}
        ended={session && (session.state === 'ended' ? session.reason : 'unknown')}
        isBusy={isBusy}
        problem={problem}
        onStart={() => requests.open(() => actions.openSession())}
      >
        {files && <UnsavedFiles editor={files.editor} />}
      </StartPanel>
    );
  return (
    <div className="workbench">
      <SessionBar
        title="Playground"
        session={session}
        phase={phase}
        isBusy={isBusy}
        onExtend={requests.extend}
        onEnd={requests.end}
      />
      <TerminalProblem problem={problem} hasFailed={hasFailed} />
      {phase === 'signedOut' && <SignedOut returnTo={pagePaths.terminal} />}
      {connection && state && files && phase !== 'signedOut' && session.state === 'running' && (
        <Shells connection={connection} state={state} files={files} shellsMax={shellsMax} hasTabs={hasTabs} />
      )}
    </div>
  );
}

interface OpenLabProps {
  lab: string;
  title: string;
  isBusy: boolean;
  problem: string | undefined;
  onReplace(): void;
}

/** The learner's session is for a lab: to go on there, or to end it. */
function OpenLab({ lab, title, isBusy, problem, onReplace }: OpenLabProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="mx-auto max-w-page px-4 py-12 sm:px-6 sm:py-16">
      <div className="max-w-measure">
        <h1 className="text-3xl font-semibold">Playground</h1>
        <p className="mt-3 mb-6 text-lg text-soft">
          Your terminal is open in the lab “{title}”. You can have one at a time.
        </p>
        <FormProblem>{problem}</FormProblem>
        <p className="mt-2 flex flex-wrap gap-3">
          <ButtonLink look="primary" href={hrefTo('lab', lab)}>
            Go on with the lab
          </ButtonLink>
          <Button aria-disabled={isBusy} onClick={() => isBusy || setAsking(true)}>
            {isBusy ? 'Starting …' : 'End it and start the playground'}
          </Button>
        </p>
        {isAsking && (
          <AskDialog
            title="End the lab’s session?"
            confirm={{ label: 'End it and start' }}
            onConfirm={onReplace}
            onClose={() => setAsking(false)}
          >
            <p>
              Everything in its sandbox is destroyed. The steps that you have done stay done, and you can go
              on at the next one.
            </p>
          </AskDialog>
        )}
      </div>
    </div>
  );
}
