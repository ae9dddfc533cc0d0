import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import type { ShellState } from '../connection/connection-state.ts';
import type { TerminalConnection } from '../connection/terminal-connection.ts';
import type { ScreenEvents, ShellScreen } from '../screen/open-screen.ts';
import { shellName } from './shell-name.ts';

export interface PaneEvents extends Omit<ScreenEvents, 'sized'> {
  /** The shell has printed something. */
  printed(): void;
  /** The screen is open; undefined once it is closed. */
  opened(screen: ShellScreen | undefined): void;
}

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
  const latest = useRef({ events, fontSize });
  const [screen, setScreen] = useState<ShellScreen>();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    latest.current = { events, fontSize };
  });
  useEffect(() => {
    let isLeft = false;
    let close: (() => void) | undefined;
    const open = async () => {
      const { openScreen } = await import('../screen/open-screen.ts');
      if (isLeft || container.current === null) return;
      const label = `${shellName(shell)}. Press F6 to leave the terminal.`;
      const opened = await openScreen(
        container.current,
        { label, fontSize: latest.current.fontSize },
        screenEvents(),
      );
      if (isLeft) return opened.dispose();
      const detach = connection.attach(shell, opened.size(), {
        ...opened,
        write(text, onShown) {
          opened.write(text, onShown);
          latest.current.events.printed();
        },
      });
      close = () => {
        detach();
        opened.dispose();
        latest.current.events.opened(undefined);
      };
      setScreen(opened);
      latest.current.events.opened(opened);
    };
    const screenEvents = (): ScreenEvents => ({
      sized: (size) => connection.resize(shell, size),
      typed: (text) => latest.current.events.typed(text),
      pasted: (text) => latest.current.events.pasted(text),
      titled: (title) => latest.current.events.titled(title),
      linkOpened: (link) => latest.current.events.linkOpened(link),
      matched: (matches) => latest.current.events.matched(matches),
      focused: () => latest.current.events.focused(),
      keyPressed: (event) => latest.current.events.keyPressed(event),
    });
    open().catch(() => setFailed(true));
    return () => {
      isLeft = true;
      close?.();
    };
  }, [connection, shell]);
  useEffect(() => screen?.setFontSize(fontSize), [screen, fontSize]);
  return (
    <section aria-label={shellName(shell)} className="shell-pane" data-shown={isShown}>
      {/* `dir`: in a language from right to left, a browser's translation would mirror the screen. */}
      <div ref={container} dir="ltr" translate="no" className="shell-screen font-mono" />
      {hasFailed && (
        <p role="alert" className="shell-note">
          The terminal could not be loaded. Check your connection and reload the page.
        </p>
      )}
      {state.state === 'exited' && (
        <div role="status" className="shell-note">
          <p>
            {shellName(shell)} has ended{state.code === null ? '' : ` with exit code ${state.code}`}. Press
            Enter to start a new one.
          </p>
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
