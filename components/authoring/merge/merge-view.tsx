'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { DraftMerge } from '@dfm/contracts/page-data';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { counted } from '@/components/ui/counted.ts';
import { useHydrated } from '@/components/ui/use-hydrated.ts';
import { ConflictFile } from './conflict-file.tsx';
import { MergedFiles } from './merged-files.tsx';
import { type MergeNewest, useMerge } from './use-merge.ts';

interface Props {
  draft: string;
  merge: DraftMerge;
  mergeNewest: MergeNewest;
}

/** What the newest version changes in a draft, and the decisions that this needs. */
export function MergeView(props: Props) {
  // Decisions are kept in the browser.
  return useHydrated() ? <OpenMerge {...props} /> : <p className="mt-6 text-soft">One moment …</p>;
}

function OpenMerge({ draft, merge: first, mergeNewest }: Props) {
  const { merge, decisions, decide, left, finish, problems, notice, isBusy, isDone } = useMerge(
    draft,
    first,
    mergeNewest,
  );
  useEffect(() => {
    if (isDone) window.location.assign(hrefTo('draft', draft));
  }, [isDone, draft]);
  return (
    <form
      className="mt-6"
      onSubmit={(event) => {
        event.preventDefault();
        const missing = event.currentTarget.querySelector<HTMLElement>(
          '[data-left] input, [data-left] textarea',
        );
        if (left > 0) missing?.focus();
        else void finish(false);
      }}
    >
      <MergedFiles paths={merge.merged} />
      {merge.conflicts.map((conflict) => (
        <ConflictFile
          key={conflict.path}
          draft={draft}
          version={merge.version}
          conflict={conflict}
          decision={decisions[conflict.path]}
          onDecide={(decision) => decide(conflict.path, decision)}
        />
      ))}
      {problems.length > 0 && <Problems problems={problems} />}
      <div className="merge-bar">
        <output className="text-sm">
          {left > 0 ? `${counted(left, 'decision')} left` : 'Everything is decided.'}
        </output>
        <Button type="submit" look="primary" aria-disabled={isBusy || isDone}>
          Bring in version {merge.version}
        </Button>
        {problems.length > 0 && (
          <Button aria-disabled={isBusy || isDone} onClick={() => void finish(true)}>
            Bring it in with {problems.length === 1 ? 'this problem' : 'these problems'}
          </Button>
        )}
        <output className={`w-full text-sm empty:hidden ${notice?.isProblem ? 'text-bad' : 'text-soft'}`}>
          {isBusy ? 'Merging and checking …' : notice?.text}
        </output>
      </div>
    </form>
  );
}

function Problems({ problems }: { problems: ReturnType<typeof useMerge>['problems'] }) {
  return (
    <section aria-labelledby="merge-problems" className="mt-8" role="alert">
      <h2 id="merge-problems" className="text-lg font-semibold">
        The merged files have problems
      </h2>
      <p className="mt-1 text-sm text-soft">
        Nothing has been merged. Edit the result above, or bring it in and fix it in the draft.
      </p>
      <ul className="mt-2 border-b border-line">
        {problems.map(({ path, line, message }) => (
          <li key={`${path}:${line}:${message}`} className="border-t border-line py-2 wrap-anywhere">
            <span className="draft-line">
              {path}
              {line !== undefined && `, line ${line}`}
            </span>{' '}
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
