'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { readingOf, type ReferenceRow } from './reference-rows.ts';

/** A field for an image name, examples to start with, and how the name is read. */
export function ReferenceReader({ examples }: { examples: readonly { label: string; reference: string }[] }) {
  const [text, setText] = useState(examples[0]?.reference ?? '');
  const field = useId();
  const resultId = useId();
  const reading = readingOf(text.trim());
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {examples.map(({ label, reference }) => (
          <Button
            key={label}
            className="max-w-full text-left font-mono text-xs font-normal [overflow-wrap:anywhere]"
            aria-pressed={text === reference}
            onClick={() => setText(reference)}
          >
            {label}
          </Button>
        ))}
      </div>
      <div>
        <label htmlFor={field} className="mb-1 block text-xs text-soft">
          Image name
        </label>
        <input
          id={field}
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-invalid={!reading.ok}
          aria-describedby={resultId}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="h-11 w-full rounded-md border border-faint bg-paper px-3 font-mono text-sm"
        />
      </div>
      <output id={resultId} className="block min-h-[3em] border-l-2 border-accent pl-3">
        {reading.ok ? (
          <>
            In full: <code className="font-mono text-xs [overflow-wrap:anywhere]">{reading.full}</code>
          </>
        ) : (
          reading.why
        )}
      </output>
      {reading.ok && <Parts rows={reading.rows} />}
    </div>
  );
}

function Parts({ rows }: { rows: readonly ReferenceRow[] }) {
  return (
    <dl className="m-0 grid gap-x-4 gap-y-2 sm:grid-cols-[6rem_minmax(0,1fr)_minmax(0,1.2fr)]">
      {rows.map(({ part, value, origin, meaning }) => (
        <div key={part} className="contents">
          <dt className="m-0 font-semibold">{part}</dt>
          <dd className="m-0">
            {value === undefined ? (
              <span className="text-faint">none</span>
            ) : (
              <code className="font-mono text-xs [overflow-wrap:anywhere]">{value}</code>
            )}
            {origin === 'filled in' && <span className="block text-xs text-soft">filled in</span>}
          </dd>
          <dd className="m-0 text-soft">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
