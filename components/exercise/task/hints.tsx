'use client';

import type { Hint, ResultDocument } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { Lightbulb } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { offeredHints } from './offered-hints.ts';

export type OpenHint = (slug: string, text: string) => Promise<void>;

interface Props {
  /** Of the exercise. */
  slug: string;
  hints: readonly Hint[];
  /** Texts of those that were opened earlier. */
  alreadyOpened: readonly string[];
  /** Records that a hint was opened. It is shown whether or not that works. */
  openHint: OpenHint;
  /** Of the newest run: hints for what failed in it come first. */
  result: ResultDocument | undefined;
}

/** Hints, revealed one at a time, so that no one reads more than they need. */
export function Hints({ slug, hints, alreadyOpened, openHint, result }: Props) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(alreadyOpened));
  const offered = useMemo(() => offeredHints(hints, result), [hints, result]);
  const waiting = result === undefined && hints.some((hint) => typeof hint !== 'string');
  if (offered.length === 0 && !waiting) return null;
  const shown = offered.filter(({ text }) => opened.has(text));
  const next = offered.find(({ text }) => !opened.has(text));
  const open = (text: string) => {
    setOpened(new Set([...opened, text]));
    openHint(slug, text).catch(() => undefined);
  };
  return (
    <section aria-labelledby="hints-title" className="mt-8 border-t border-line pt-5">
      <h2 id="hints-title" className="text-sm font-semibold">
        Hints
      </h2>
      <ol className="mt-2 grid gap-2 text-sm" aria-live="polite">
        {shown.map(({ text, about }, i) => (
          <li key={text} className="flex gap-2.5">
            <span className="text-faint tabular-nums">{i + 1}</span>
            <span>
              {text}
              {about !== undefined && (
                <>
                  {' '}
                  <Link
                    href={hrefTo('check', about)}
                    className="inline-flex min-h-6 items-center font-mono text-xs text-faint underline decoration-line underline-offset-2 hover:text-accent hover:decoration-accent"
                  >
                    {about}
                  </Link>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {next !== undefined && (
        <Button className="mt-3" onClick={() => open(next.text)}>
          <Lightbulb aria-hidden size={16} />
          {shown.length === 0 ? 'Show a hint' : 'Show another'}{' '}
          <span className="font-normal text-soft">{`${shown.length + 1} of ${offered.length}`}</span>
        </Button>
      )}
      {next?.about !== undefined && (
        <p className="mt-1.5 text-xs text-soft">This hint is about something that failed in your last run.</p>
      )}
      {waiting && (
        <p className="mt-1.5 text-xs text-soft">After a run, there are more hints, for what failed in it.</p>
      )}
    </section>
  );
}
