'use client';

import type { DraftTree, SaveHead } from '@dfm/contracts/page-data';
import { useEffect, useState } from 'react';
import { SaveList } from '../save-list.tsx';

/** The server action that lists the saves of a file. */
export type ListFileSaves = (
  draft: string,
  path: string,
) => Promise<{ ok: true; saves: SaveHead[] } | { ok: false; message: string }>;

interface Props {
  draft: DraftTree;
  /** The open file. */
  path: string | undefined;
  isBusy: boolean;
  listFileSaves: ListFileSaves;
  onTakeBack(commit: string): void;
}

type Scope = 'draft' | 'file';

/** What was saved in the draft, or in the open file, also before the draft. */
export function HistoryPane({ draft, path, isBusy, listFileSaves, onTakeBack }: Props) {
  const [scope, setScope] = useState<Scope>('draft');
  const isOfFile = scope === 'file' && path !== undefined;
  return (
    <>
      {path !== undefined && (
        <div className="segments mb-3" role="radiogroup" aria-label="History of">
          {(['draft', 'file'] as const).map((value) => (
            <label key={value}>
              <input
                type="radio"
                name="history-scope"
                className="sr-only"
                checked={scope === value}
                onChange={() => setScope(value)}
              />
              <span>{value === 'draft' ? 'This draft' : 'This file'}</span>
            </label>
          ))}
        </div>
      )}
      {isOfFile ? (
        <FileSaves key={`${draft.commit}:${path}`} {...{ draft, path, listFileSaves }} />
      ) : draft.history.length > 0 ? (
        <SaveList draft={draft.id} history={draft.history} isBusy={isBusy} onTakeBack={onTakeBack} />
      ) : (
        <p className="text-soft">Nothing has been saved in this draft.</p>
      )}
    </>
  );
}

type FileSavesProps = Pick<Props, 'draft' | 'listFileSaves'> & { path: string };

/** Mounted again for each file and each save. */
function FileSaves({ draft, path, listFileSaves }: FileSavesProps) {
  const [answer, setAnswer] = useState<Awaited<ReturnType<ListFileSaves>>>();
  useEffect(() => {
    let isGone = false;
    listFileSaves(draft.id, path)
      .catch(() => ({
        ok: false as const,
        message: 'The site cannot be reached. Choose “This draft” and try again.',
      }))
      .then((found) => isGone || setAnswer(found));
    return () => {
      isGone = true;
    };
  }, [draft.id, path, listFileSaves]);
  if (!answer) return <p className="text-soft">Reading the history …</p>;
  if (!answer.ok) return <p className="text-bad">{answer.message}</p>;
  if (answer.saves.length === 0) return <p className="text-soft">This file has not been saved.</p>;
  return <SaveList draft={draft.id} path={path} history={answer.saves} />;
}
