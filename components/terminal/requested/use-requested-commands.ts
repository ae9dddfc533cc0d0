import { requestedCommands } from '@dfm/contracts/requested-commands';
import { useEffect, useState } from 'react';

/** The name of the tab that `target="terminal"` opens and reuses. */
const TAB = 'terminal';

/** Commands that a link asks the page to type. */
export interface RequestedCommands {
  text: string;
  /** Whether the link is known to be on this site. Anyone can make one. */
  isFromSite: boolean;
}

/**
 * The commands in the fragment of the page's address, also of one that is opened later in the same tab. They
 * are removed from the address, so that a reload or Back does not ask for them again.
 */
export function useRequestedCommands(): {
  requested: RequestedCommands | undefined;
  drop: () => void;
} {
  const [requested, setRequested] = useState<RequestedCommands>();
  useEffect(() => {
    const take = (isFromSite: boolean) => {
      const text = requestedCommands(location.hash);
      if (text === undefined) return;
      // After the effects of the router, which otherwise does not notice, and writes its own address later.
      setTimeout(() => history.replaceState(null, '', location.pathname + location.search));
      setRequested({ text, isFromSite });
    };
    // Without a referrer, the page was opened by hand, or by a page that hides its address.
    take(document.referrer.startsWith(`${location.origin}/`));
    // A page of a different site cannot reach this tab once it is open (Cross-Origin-Opener-Policy).
    const changed = () => take(true);
    addEventListener('hashchange', changed);
    window.name = TAB;
    return () => {
      removeEventListener('hashchange', changed);
      // Otherwise, a link on the page that comes next would replace that page.
      window.name = '';
    };
  }, []);
  return { requested, drop: () => setRequested(undefined) };
}
