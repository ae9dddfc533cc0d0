'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';

/** How long the button says that it copied, in ms. */
const SAID_FOR = 2_000;

/** Copies a text. `what` says which, for who cannot see where the button stands. */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const [said, setSaid] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => setSaid(undefined), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <span className={className}>
      <IconButton
        label={`Copy: ${what}`}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => setSaid('copied'),
            () => setSaid('failed'),
          )
        }
      >
        {said === 'copied' ? (
          <Check aria-hidden size={16} className="text-good" />
        ) : (
          <Copy aria-hidden size={16} />
        )}
      </IconButton>
      <output className="sr-only">
        {said === 'copied' && 'Copied'}
        {said === 'failed' && 'The browser did not let the page copy. Select the text and copy it.'}
      </output>
    </span>
  );
}
