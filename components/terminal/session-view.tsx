import { pagePaths } from '@dfm/contracts/page-addresses';
import type { TerminalAllowance } from '@dfm/contracts/page-data';
import type { SessionView as Session } from '@dfm/contracts/terminal';
import { use, useEffect } from 'react';
import { HasPreviews } from './engine/has-previews.ts';
import { UnsavedFiles } from './files/unsaved-files.tsx';
import { CommandsToType } from './requested/commands-to-type.tsx';
import type { RequestedCommands } from './requested/use-requested-commands.ts';
import { PlaceContext } from './session/place.ts';
import { SessionBar } from './session/session-bar.tsx';
import { SignedOut } from './session/signed-out.tsx';
import { StartPanel } from './session/start-panel.tsx';
import { TerminalProblem } from './session/terminal-problem.tsx';
import { Shells } from './shells/shells.tsx';
import type { OwnSession } from './use-session.ts';
import { useTerminal } from './use-terminal.ts';

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
  onStart(): void;
  /** What is left of the day has changed. */
  onEnded(): void;
}

/** A session and its shells; once it has ended, what it has left and how to start another one. */
export function SessionView({ session, own, allowance, shellsMax, hasPreviews, ...props }: Props) {
  const { requested, onRequestDone, onStart, onEnded } = props;
  const { problem, isBusy } = own;
  const { connection, state, files, phase, hasFailed, onShown } = useTerminal(session, {
    onSession: own.update,
    onEnded,
  });
  const { className } = use(PlaceContext);
  useEffect(() => {
    // While the sandbox is starting, so that the first shell finds its screen.
    import('./screen/open-screen.ts').catch(() => undefined);
  }, []);

  const waiting = requested && <CommandsToType text={requested.text} onDrop={onRequestDone} />;
  if (phase === undefined || phase === 'ended')
    return (
      <StartPanel
        allowance={allowance}
        ended={session.state === 'ended' ? session.reason : 'unknown'}
        isBusy={isBusy}
        problem={problem}
        onStart={onStart}
        waiting={waiting}
      >
        {files && <UnsavedFiles editor={files.editor} />}
      </StartPanel>
    );
  return (
    <div className={className}>
      <SessionBar
        title="Playground"
        session={session}
        phase={phase}
        isBusy={isBusy}
        onExtend={own.extend}
        onEnd={own.end}
      />
      <TerminalProblem problem={problem} hasFailed={hasFailed} />
      {waiting && phase !== 'connected' && (
        <div className="border-b border-line px-4 py-2 sm:px-6">{waiting}</div>
      )}
      {phase === 'signedOut' && <SignedOut returnTo={pagePaths.terminal} />}
      {connection && state && files && phase !== 'signedOut' && session.state === 'running' && (
        <HasPreviews value={hasPreviews}>
          <Shells
            connection={connection}
            state={state}
            files={files}
            shellsMax={shellsMax}
            requested={requested}
            onRequestDone={onRequestDone}
            onShown={onShown}
          />
        </HasPreviews>
      )}
    </div>
  );
}
