'use client';

import { Search as SearchIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { findEntries } from './find-entries.ts';
import { SearchResults } from './search-results.tsx';
import { useSearchIndex } from './use-search-index.ts';
import './search.css';

/**
 * Ctrl K: finds a lesson, exercise, term, command or check by its words. The index is fetched each time the
 * search is opened.
 */
export function Search() {
  const dialog = useRef<HTMLDialogElement>(null);
  const { entries, failed, load } = useSearchIndex();
  const [query, setQuery] = useState('');
  const router = useRouter();
  const found = findEntries(entries ?? [], query);

  const open = useCallback(() => {
    if (!dialog.current || dialog.current.open) return;
    dialog.current.showModal();
    setQuery('');
    load();
  }, [load]);
  useOpenKey(open);

  /** Arrow keys move through the field and the results. Enter in the field opens the first result. */
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops = [...(dialog.current?.querySelectorAll<HTMLElement>('input, a') ?? [])];
    const next = stops.indexOf(document.activeElement as HTMLElement) + step;
    stops[(next + stops.length) % stops.length]?.focus();
  }

  function openFirst(event: FormEvent) {
    event.preventDefault();
    const first = found[0];
    if (!first) return;
    dialog.current?.close();
    router.push(first.href);
  }

  return (
    <>
      <OpenButton onOpen={open} />
      <dialog ref={dialog} aria-label="Search" className="search" closedby="any">
        <form onSubmit={openFirst}>
          <input
            type="text"
            aria-label="Search the course"
            placeholder="Lesson, exercise, term, command, check"
            autoComplete="off"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </form>
        <SearchResults found={found} onOpen={() => dialog.current?.close()} onKeyDown={onKeyDown} />
        <output className="search-status">
          {failed && 'The search could not be loaded. Check your connection and open it again.'}
          {entries && found.length === 0 && 'No results contain all of these words.'}
        </output>
      </dialog>
    </>
  );
}

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

function useOpenKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
}
