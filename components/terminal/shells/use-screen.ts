import { type RefObject, useEffect, useRef, useState } from 'react';
import type { TerminalConnection } from '../connection/terminal-connection.ts';
import type { ScreenEvents, ShellScreen } from '../screen/open-screen.ts';
import { shellName } from './shell-name.ts';

export interface PaneEvents extends Omit<ScreenEvents, 'sized'> {
  /** The shell has printed something. */
  printed(text: string): void;
  /** The screen is open; undefined once it is closed. */
  opened(screen: ShellScreen | undefined): void;
}

/** Loads and opens the screen of a shell in an element. `hasFailed`: it could not be loaded. */
export function useScreen(
  container: RefObject<HTMLElement | null>,
  shell: number,
  connection: TerminalConnection,
  { events, fontSize }: { events: PaneEvents; fontSize: number },
): { screen: ShellScreen | undefined; hasFailed: boolean } {
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
      const opened = await openScreen(
        container.current,
        { label: `${shellName(shell)}. Press F6 to leave the terminal.`, fontSize: latest.current.fontSize },
        screenEvents(
          () => latest.current.events,
          (size) => connection.resize(shell, size),
        ),
      );
      if (isLeft) return opened.dispose();
      const detach = connection.attach(shell, opened.size(), {
        ...opened,
        write(text, onShown) {
          opened.write(text, onShown);
          latest.current.events.printed(text);
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
    open().catch(() => setFailed(true));
    return () => {
      isLeft = true;
      close?.();
    };
  }, [container, connection, shell]);
  useEffect(() => screen?.setFontSize(fontSize), [screen, fontSize]);
  return { screen, hasFailed };
}

/** The screen outlives many renders, and calls the events of the newest one. */
function screenEvents(latest: () => PaneEvents, sized: ScreenEvents['sized']): ScreenEvents {
  return {
    sized,
    typed: (text) => latest().typed(text),
    pasted: (text) => latest().pasted(text),
    titled: (title) => latest().titled(title),
    linkOpened: (link) => latest().linkOpened(link),
    matched: (matches) => latest().matched(matches),
    mouseTaken: (isTaken) => latest().mouseTaken(isTaken),
    focused: () => latest().focused(),
    keyPressed: (event) => latest().keyPressed(event),
  };
}
