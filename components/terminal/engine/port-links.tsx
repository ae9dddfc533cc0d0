import { ExternalLink } from 'lucide-react';
import { useContext } from 'react';
import { FirstFew } from './first-few.tsx';
import { HasPreviews } from './has-previews.ts';

/** Links that open published ports, each in a tab and on an origin of its own. */
export function PortLinks({ ports }: { ports: readonly number[] }) {
  const hasPreviews = useContext(HasPreviews);
  if (ports.length === 0) return null;
  if (!hasPreviews)
    return (
      <span>
        Ports cannot be opened in the browser on this site. Its operator can turn this on with{' '}
        <code>PREVIEW_DOMAIN</code>.
      </span>
    );
  return (
    <FirstFew max={4} between="">
      {ports.map((port) => (
        // The site answers with a redirect that works once, so nothing may fetch it in advance.
        <a
          key={port}
          href={`/api/terminal/previews/${port}`}
          target="_blank"
          rel="noopener"
          className="engine-open"
        >
          Open port {port}
          <ExternalLink aria-hidden size={12} />
          <span className="sr-only">in a new tab</span>
        </a>
      ))}
    </FirstFew>
  );
}
