'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { SquareTerminal } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useHydrated } from '@/components/ui/use-hydrated.ts';
import { keepReading } from './keep-reading.ts';
import { isKeptOpen, keepOpen } from './kept-open.ts';
import type { PaneProps } from './terminal-pane.tsx';
import { useRequestsHere } from './use-requests-here.ts';

const TerminalPane = lazy(async () => ({ default: (await import('./terminal-pane.tsx')).TerminalPane }));

type Props = Pick<PaneProps, 'load' | 'actions'>;

/**
 * Opens a terminal next to a lesson; in a narrow window, in a tab of its own. While it is open, the lesson's
 * links to the terminal type there. In a tab, it stays open from lesson to lesson until it is closed.
 */
export function OpenTerminal({ load, actions }: Props) {
  const opener = useRef<HTMLButtonElement>(null);
  const pane = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<boolean>();
  const kept = useHydrated() && isKeptOpen();
  const isOpen = chosen ?? kept;
  const { requested, drop } = useRequestsHere(pane);
  const show = (isShown: boolean) => {
    keepReading(() => flushSync(() => setChosen(isShown)));
    keepOpen(isShown);
  };
  const close = () => {
    show(false);
    opener.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <p className="open-terminal">
        <button ref={opener} type="button" aria-expanded={isOpen} onClick={() => show(!isOpen)}>
          <SquareTerminal aria-hidden size={16} />
          Open a terminal next to this lesson
        </button>
        <a href={hrefTo('terminal')} target="terminal">
          <SquareTerminal aria-hidden size={16} />
          Open a terminal
        </a>
      </p>
      {/* It stays when it is closed, with its shells and files. */}
      {(isOpen || chosen !== undefined) && (
        <aside ref={pane} aria-label="Terminal" hidden={!isOpen} className="terminal-pane">
          <Suspense fallback={<p className="p-6 text-soft">Loading the terminal …</p>}>
            <TerminalPane
              load={load}
              actions={actions}
              requested={requested}
              onRequestDone={drop}
              onClose={close}
            />
          </Suspense>
        </aside>
      )}
    </>
  );
}
