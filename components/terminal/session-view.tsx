import { pagePaths, signInAddress } from '@dfm/contracts/page-addresses';
import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView as Session } from '@dfm/contracts/terminal';
import { type ReactNode, use, useEffect, useEffectEvent, useState } from 'react';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { useConnection } from './connection/use-connection.ts';
import { HasPreviews } from './engine/has-previews.ts';
import { UnsavedFiles } from './files/unsaved-files.tsx';
import { useFiles, useLeaveQuestion } from './files/use-files.ts';
import { CommandsToType } from './requested/commands-to-type.tsx';
import type { RequestedCommands } from './requested/use-requested-commands.ts';
import { phaseOf } from './session/phase.ts';
import { PlaceContext } from './session/place.ts';
import { SessionBar } from './session/session-bar.tsx';
import { StartPanel } from './session/start-panel.tsx';
import { Shells } from './shells/shells.tsx';
import type { OwnSession } from './use-session.ts';

interface Props {
  session: Session;
  own: OwnSession;
  allowance: TerminalAllowance;
  /** The most shells that a session can have. */
  shellsMax: number;
  /** Whether published ports can be opened in the browser. */
  hasPreviews: boolean;
  /** What a link asks to type into the shell. */
  requested: RequestedCommands | undefined;
  /** It was typed, or is not wanted. */
  onRequestDone(): void;
  /** What is left of the day has changed. */
  onEnded(): void;
}

/** A session and its shells; once it has ended, what it has left and how to start another one. */
export function SessionView({ session, own, allowance, shellsMax, hasPreviews, ...props }: Props) {
  const { requested, onRequestDone } = props;
  const { setSession, problem, isBusy } = own;
  const { connection, state, hasFailed } = useConnection(
    session.state === 'ended' ? undefined : session.id,
    setSession,
  );
  // Here, so that what is not saved outlives the shells.
  const files = useFiles(connection);
  useLeaveQuestion(files?.editor);
  // The connection whose first shell is on the screen: keys that are pressed before go nowhere.
  const [shown, setShown] = useState<typeof connection>();
  const phase = phaseOf(session, state, connection !== undefined && shown === connection);
  const { className } = use(PlaceContext);
  const ended = useEffectEvent(props.onEnded);
  useEffect(() => {
    if (phase === 'ended') ended();
  }, [phase]);
  useEffect(() => {
    // While the sandbox is starting, so that the first shell finds its screen.
    import('./screen/open-screen.ts').catch(() => undefined);
  }, []);

  const waiting = requested && <CommandsToType text={requested.text} onDrop={onRequestDone} />;
  if (phase === 'ended')
    return (
      <StartPanel
        allowance={allowance}
        ended={session.state === 'ended' ? session.reason : 'unknown'}
        isBusy={isBusy}
        problem={problem}
        onStart={own.open}
        waiting={waiting}
      >
        {files && <UnsavedFiles editor={files.editor} />}
      </StartPanel>
    );
  const error = hasFailed
    ? 'The terminal could not be loaded. Check your connection and reload the page.'
    : undefined;
  return (
    <div className={className}>
      <SessionBar session={session} phase={phase} isBusy={isBusy} onExtend={own.extend} onEnd={own.end} />
      <Notes problem={problem ?? error} waiting={phase === 'connected' ? undefined : waiting} />
      {phase === 'signedOut' && <SignedOut />}
      {connection && state && files && phase !== 'signedOut' && session.state === 'running' && (
        <HasPreviews value={hasPreviews}>
          <Shells
            connection={connection}
            state={state}
            files={files}
            shellsMax={shellsMax}
            requested={requested}
            onRequestDone={onRequestDone}
            onShown={() => setShown(connection)}
          />
        </HasPreviews>
      )}
    </div>
  );
}

/** Below the bar. `waiting` is what waits for a shell. */
function Notes({ problem, waiting }: { problem: string | undefined; waiting: ReactNode }) {
  const className = 'border-b border-line px-4 py-2 sm:px-6';
  return (
    <>
      {problem && (
        <div className={className}>
          <FormProblem>{problem}</FormProblem>
        </div>
      )}
      {waiting && <div className={className}>{waiting}</div>}
    </>
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
