'use client';

import { useState } from 'react';
import { Lightbulb } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';

/** Hints, one at a time: each costs a press, so that nobody reads further than needed. */
export function Hints({ hints }: { hints: readonly string[] }) {
  const [shown, setShown] = useState(0);
  if (hints.length === 0) return null;
  return (
    <section aria-labelledby="hints-title" className="mt-8 border-t border-line pt-5">
      <h2 id="hints-title" className="text-sm font-semibold">
        Hints
      </h2>
      <ol className="mt-2 grid gap-2 text-sm" aria-live="polite">
        {hints.slice(0, shown).map((hint, i) => (
          <li key={hint} className="flex gap-2.5">
            <span className="text-faint tabular-nums">{i + 1}</span>
            <span>{hint}</span>
          </li>
        ))}
      </ol>
      {shown < hints.length && (
        <Button className="mt-3" onClick={() => setShown(shown + 1)}>
          <Lightbulb aria-hidden size={16} />
          {shown === 0 ? 'Show a hint' : 'Show another'} <span className="font-normal text-soft">{`${shown + 1} of ${hints.length}`}</span>
        </Button>
      )}
    </section>
  );
}
