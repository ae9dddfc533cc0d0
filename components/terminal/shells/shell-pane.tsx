import { useRef } from 'react';
import { Button } from '@/components/ui/button.tsx';
import type { ShellState } from '../connection/connection-state.ts';
import type { TerminalConnection } from '../connection/terminal-connection.ts';
import { shellName } from './shell-name.ts';
import { type PaneEvents, useScreen } from './use-screen.ts';

interface Props {
  shell: number;
  state: ShellState;
  connection: TerminalConnection;
  /** A hidden pane keeps its size, and what is printed meanwhile. */
  isShown: boolean;
  fontSize: number;
  events: PaneEvents;
}

/** A shell on its screen, which is loaded first. */
export function ShellPane({ shell, state, connection, isShown, fontSize, events }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const { screen, hasFailed } = useScreen(container, shell, connection, { events, fontSize });
  return (
    <section aria-label={shellName(shell)} className="shell-pane" data-shown={isShown}>
      <div ref={container} translate="no" className="shell-screen font-mono" />
      {hasFailed && (
        <p role="alert" className="shell-note">
          The terminal could not be loaded. Check your connection and reload the page.
        </p>
      )}
      {state.state === 'exited' && (
        <div className="shell-note">
          <output>
            {shellName(shell)} has ended{state.code === null ? '' : ` with exit code ${state.code}`}. Press
            Enter to start a new one.
          </output>
          <Button
            onClick={() => {
              connection.restartShell(shell);
              screen?.focus();
            }}
          >
            Start a new shell
          </Button>
        </div>
      )}
    </section>
  );
}
