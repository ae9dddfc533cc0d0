'use client';

import { pagePaths, signInAddress } from '@dfm/contracts/page-addresses';
import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView } from '@dfm/contracts/terminal';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { useConnection } from './connection/use-connection.ts';
import { HasPreviews } from './engine/has-previews.ts';
import { UnsavedFiles } from './files/unsaved-files.tsx';
import { useFiles, useLeaveQuestion } from './files/use-files.ts';
import { phaseOf } from './session/phase.ts';
import { SessionBar } from './session/session-bar.tsx';
import { StartPanel } from './session/start-panel.tsx';
import { Shells } from './shells/shells.tsx';
import { type SessionActions, useSession } from './use-session.ts';

interface Props {
  /** The learner's session when the page was rendered. */
  session: SessionView | undefined;
  allowance: TerminalAllowance;
  /** The most shells that a session can have. */
  shellsMax: number;
  /** Whether published ports can be opened in the browser. */
  hasPreviews: boolean;
  actions: SessionActions;
}

/** A terminal in a sandbox of the learner's own: before, during and after a session. */
export function Playground({ session: initial, allowance, shellsMax, hasPreviews, actions }: Props) {
  const { session, setSession, problem, isBusy, ...requests } = useSession(initial, actions);
  const isOpen = session !== undefined && session.state !== 'ended';
  const { connection, state, hasFailed } = useConnection(isOpen ? session.id : undefined, setSession);
  // Here, so that what is not saved outlives the shells.
  const files = useFiles(connection);
  useLeaveQuestion(files?.editor);
  const phase = session && phaseOf(session, state);
  const router = useRouter();
  useEffect(() => {
    // What is left of the day has changed.
    if (phase === 'ended') router.refresh();
  }, [phase, router]);

  if (session === undefined || phase === undefined || phase === 'ended')
    return (
      <StartPanel
        allowance={allowance}
        ended={session && (session.state === 'ended' ? session.reason : 'unknown')}
        isBusy={isBusy}
        problem={problem}
        onStart={requests.open}
      >
        {files && <UnsavedFiles editor={files.editor} />}
      </StartPanel>
    );
  return (
    <div className="workbench">
      <SessionBar
        session={session}
        phase={phase}
        isBusy={isBusy}
        onExtend={requests.extend}
        onEnd={requests.end}
      />
      {(problem ?? hasFailed) && (
        <div className="border-b border-line px-4 py-2 sm:px-6">
          <FormProblem>
            {problem ?? 'The terminal could not be loaded. Check your connection and reload the page.'}
          </FormProblem>
        </div>
      )}
      {phase === 'signedOut' && <SignedOut />}
      {connection && state && files && phase !== 'signedOut' && session.state === 'running' && (
        <HasPreviews value={hasPreviews}>
          <Shells connection={connection} state={state} files={files} shellsMax={shellsMax} />
        </HasPreviews>
      )}
    </div>
  );
}

function SignedOut() {
  return (
    <p role="alert" className="px-4 py-6 sm:px-6">
      You are no longer signed in as the learner of this session, which goes on for now.{' '}
      <Link
        href={signInAddress('signIn', pagePaths.terminal)}
        className="text-accent underline underline-offset-2"
      >
        Sign in
      </Link>{' '}
      to return to it.
    </p>
  );
}
