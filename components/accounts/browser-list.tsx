import type { SignedInBrowser } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { browserName } from './browser-name.ts';

interface Props {
  browsers: SignedInBrowser[];
  signOut(sessionId: string): Promise<void>;
}

/** The browsers that are signed in to an account. */
export function BrowserList({ browsers, signOut }: Props) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {browsers.map(({ id, isThis, userAgent, since }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
          <div>
            <p>
              {browserName(userAgent)}
              {isThis && <span className="text-soft"> (this browser)</span>}
            </p>
            <p className="text-sm text-soft">
              Signed in since <time dateTime={since}>{since.slice(0, 10)}</time>
            </p>
          </div>
          {!isThis && (
            <form action={signOut.bind(null, id)}>
              <Button type="submit">
                Sign out<span className="sr-only"> {browserName(userAgent)}</span>
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}
