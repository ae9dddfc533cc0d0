'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.tsx';

/** How long the result is shown, in ms. */
const RESULT_SHOWN_MS = 2_000;

/** Copies a text. `what` describes it for those who cannot see where the button is. */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const [result, setResult] = useState<'copied' | 'failed'>();
  useEffect(() => {
    if (result === undefined) return undefined;
    const timer = setTimeout(() => setResult(undefined), RESULT_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  return (
    <span className={className}>
      <IconButton
        label={`Copy: ${what}`}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => setResult('copied'),
            () => setResult('failed'),
          )
        }
      >
        {result === 'copied' ? (
          <Check aria-hidden size={16} className="text-good" />
        ) : (
          <Copy aria-hidden size={16} />
        )}
      </IconButton>
      <output className="sr-only">
        {result === 'copied' && 'Copied'}
        {result === 'failed' && 'The browser did not allow copying. Select the text and copy it.'}
      </output>
    </span>
  );
}
