'use client';

import { Search as SearchIcon } from 'lucide-react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { SearchField } from './search-field.tsx';
import { useSearchIndex } from './use-search-index.ts';

/**
 * Finds a lesson, section, exercise, term, command or check by its words. The index is fetched each time the
 * field gets the focus. Until it is there, and also before hydration, the field already takes what is typed.
 */
export function Search() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { loaded, failed, load } = useSearchIndex();
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState(0);
  const list = useId();
  const found = loaded?.findEntries(loaded.entries, query);
  const count = found?.entries.length ?? 0;

  const find = useCallback((text: string) => {
    setQuery(text);
    setSelected(0);
  }, []);
  useEffect(() => {
    if (!dialog.current?.open) return;
    find(dialog.current.querySelector('input')?.value ?? '');
    load();
  }, [find, load]);

  return (
    <>
      <OpenButton onOpen={() => dialog.current?.showModal()} />
      <dialog
        ref={dialog}
        aria-label="Search"
        className="search"
        closedby="any"
        suppressHydrationWarning // `open`, if the key was pressed before hydration.
        onClose={() => find('')}
      >
        <SearchField
          query={query}
          onFocus={load}
          onQuery={find}
          list={list}
          count={count}
          selected={selected}
          onSelect={setSelected}
        />
        <output className="search-status">
          {failed && 'The search could not be loaded. Check your connection and open it again.'}
          {found && !found.complete && (count > 0 ? closestText : nothingText)}
        </output>
        {loaded && found && (
          <loaded.SearchResults
            id={list}
            found={found.entries}
            query={query}
            selected={selected}
            onOpen={() => dialog.current?.close()}
          />
        )}
      </dialog>
    </>
  );
}

const closestText = 'No results contain all of these words. These are the closest:';
const nothingText = 'No results contain these words.';

function OpenButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-keyshortcuts="Control+K"
      className="flex min-h-10 items-center gap-2 rounded-md px-2.5 text-sm text-soft hover:bg-surface hover:text-ink sm:border sm:border-line sm:px-3"
    >
      <SearchIcon aria-hidden size={18} />
      <span className="sr-only sm:not-sr-only">Search</span>
      <kbd aria-hidden className="hidden text-xs text-faint sm:inline">
        Ctrl K
      </kbd>
    </button>
  );
}
