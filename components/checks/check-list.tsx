'use client';

import Link from 'next/link';
import { useDeferredValue, useId, useState } from 'react';
import { axisLabel, axisMeasures, axisOrder } from '@/components/exercise/verdict/axis-label.ts';
import { matches, type ListedCheck } from './matches.ts';

/** All checks by axis, with a field that leaves only those that have its words. Without JavaScript the whole list stands there. */
export function CheckList({ checks }: { checks: readonly ListedCheck[] }) {
  const [query, setQuery] = useState('');
  const shown = useDeferredValue(query);
  const field = useId();
  const found = checks.filter((check) => matches(check, shown));
  const groups = axisOrder.map((axis) => ({ axis, members: found.filter((check) => check.axis === axis) })).filter(({ members }) => members.length > 0);
  return (
    <>
      <div className="mt-8 flex flex-wrap items-center gap-x-4 gap-y-2">
        <label htmlFor={field} className="sr-only">
          Find a check
        </label>
        <input
          id={field}
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          placeholder="Find: pip, root, DL3008 …"
          autoComplete="off"
          className="h-11 w-full max-w-sm rounded-md border border-faint bg-paper px-3 text-base placeholder:text-faint"
        />
        <output className="text-sm text-soft tabular-nums">
          {found.length === checks.length ? `${checks.length} checks` : `${found.length} of ${checks.length} checks`}
        </output>
      </div>
      {groups.length === 0 && <p className="mt-8 text-soft">No check has these words. Try fewer of them, or the name of a program.</p>}
      {groups.map(({ axis, members }) => (
        <section key={axis} aria-labelledby={axis} className="outline-section">
          <div>
            <h2 id={axis} className="text-xl font-semibold">
              {axisLabel[axis]} <span className="ml-1 text-base font-normal text-faint tabular-nums">{members.length}</span>
            </h2>
            <p className="mt-1 text-sm text-soft">{axisMeasures[axis]}</p>
          </div>
          <ul>
            {members.map((check) => (
              <li key={check.id} className="outline-row">
                <Link href={`/checks/${check.id}`} prefetch={false} className="group block">
                  <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <span className="font-semibold group-hover:text-accent group-hover:underline">{check.title}</span>
                    <code className="font-mono text-xs text-faint">{check.id}</code>
                  </span>
                  <span className="block text-sm text-soft">{check.detects}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
