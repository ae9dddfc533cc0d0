import { requestedCommands } from '@dfm/contracts/requested-commands';
import { type RefObject, useEffect, useState } from 'react';
import type { RequestedCommands } from '../requested/use-requested-commands.ts';

/**
 * The commands of the page's links to the terminal, as long as a terminal is shown on the page itself.
 *
 * @param pane that contains it
 */
export function useRequestsHere(pane: RefObject<HTMLElement | null>): {
  requested: RequestedCommands | undefined;
  drop: () => void;
} {
  const [requested, setRequested] = useState<RequestedCommands>();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const { target, metaKey, ctrlKey, shiftKey } = event;
      const link = target instanceof Element && target.closest<HTMLAnchorElement>('a.terminal-link');
      if (!link || metaKey || ctrlKey || shiftKey || pane.current?.checkVisibility() !== true) return;
      const text = requestedCommands(link.hash);
      if (text === undefined) return;
      event.preventDefault();
      setRequested({ text, isFromSite: true });
    };
    document.addEventListener('click', follow);
    return () => document.removeEventListener('click', follow);
  }, [pane]);
  return { requested, drop: () => setRequested(undefined) };
}
