'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { useDeferredValue, useState } from 'react';
import { axisLabel, axisMeasures, axisOrder } from '@/components/exercise/verdict/axis-label.ts';
import { countOf, FilterField } from '@/components/ui/filter-field.tsx';
import { Link } from '@/components/ui/link.tsx';
import { matches, type ListedCheck } from './matches.ts';

/** All checks by axis, with a field that filters them by words. Without JavaScript, the full list is shown. */
export function CheckList({ checks }: { checks: readonly ListedCheck[] }) {
  const [query, setQuery] = useState('');
  const shown = useDeferredValue(query);
  const found = checks.filter((check) => matches(check, shown));
  const groups = axisOrder
    .map((axis) => ({ axis, members: found.filter((check) => check.axis === axis) }))
    .filter(({ members }) => members.length > 0);
  return (
    <>
      <FilterField
        label="Find a check"
        placeholder="Find: pip, root, DL3008 …"
        query={query}
        onQuery={setQuery}
        count={countOf(found.length, checks.length, 'checks')}
      />
      {groups.length === 0 && (
        <p className="mt-8 text-soft">
          No check matches all of these words. Try fewer, or the name of a program.
        </p>
      )}
      {groups.map(({ axis, members }) => (
        <section key={axis} aria-labelledby={axis} className="outline-section">
          <div>
            <h2 id={axis} className="text-xl font-semibold">
              {axisLabel[axis]}{' '}
              <span className="ml-1 text-base font-normal text-faint tabular-nums">{members.length}</span>
            </h2>
            <p className="mt-1 text-sm text-soft">{axisMeasures[axis]}</p>
          </div>
          <ul>
            {members.map((check) => (
              <li key={check.id} className="outline-row">
                <Link href={hrefTo('check', check.id)} className="group block">
                  <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <span className="font-semibold group-hover:text-accent group-hover:underline">
                      {check.title}
                    </span>
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
