'use client';

import type { DraftTree } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { FilterField } from '@/components/ui/filter-field.tsx';
import { groupFiles } from './group-files.ts';

interface Props {
  draft: DraftTree;
  open: string | undefined;
  onOpen(path: string): void;
}

const marks = { added: 'new', changed: 'changed', deleted: 'deleted' } as const;

/** The files of a draft in folders. The changed ones come first. */
export function FileList({ draft, open, onOpen }: Props) {
  const [query, setQuery] = useState('');
  const changes = new Map(draft.changes.map(({ path, change }) => [path, change]));
  const shown = draft.files.filter((path) => path.toLowerCase().includes(query.trim().toLowerCase()));
  const changed = draft.changes.filter(({ path }) => path.includes(query.trim()));
  const item = (path: string, name: string) => (
    <li key={path}>
      <button
        type="button"
        className="draft-file"
        aria-current={path === open ? 'true' : undefined}
        disabled={changes.get(path) === 'deleted'}
        onClick={() => onOpen(path)}
      >
        <span className="min-w-0 wrap-anywhere">{name}</span>
        {changes.has(path) && <span className="draft-mark">{marks[changes.get(path)!]}</span>}
      </button>
    </li>
  );
  return (
    <nav aria-label="Files" className="draft-files">
      <FilterField
        label="Find a file"
        placeholder="Find a file"
        query={query}
        onQuery={setQuery}
        count={`${shown.length} of ${draft.files.length}`}
      />
      {changed.length > 0 && (
        <section aria-label="Changed files">
          <h2 className="draft-folder">Changed</h2>
          <ul>{changed.map(({ path }) => item(path, path))}</ul>
        </section>
      )}
      {groupFiles(shown).map(({ folder, files }) => (
        <details key={folder} open={query.trim() !== '' || files.some(({ path }) => path === open)}>
          <summary className="draft-folder">{folder}</summary>
          <ul>{files.map(({ path, name }) => item(path, name))}</ul>
        </details>
      ))}
    </nav>
  );
}
