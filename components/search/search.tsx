'use client';

import { Search as SearchIcon } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { findEntries, type SearchEntry } from './find-entries.ts';
import './search.css';

const kindLabel = {
  lesson: 'Lesson',
  exercise: 'Exercise',
  module: 'Module',
  term: 'Term',
  command: 'Command',
  check: 'Check',
  page: 'Page',
} as const;

/**
 * Ctrl K: finds a lesson, exercise, term, command or check by its words. The index is fetched when the search
 * is first opened.
 */
export function Search() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [entries, setEntries] = useState<SearchEntry[]>();
  const [failed, setFailed] = useState(false);
  const [query, setQuery] = useState('');
  const router = useRouter();
  const found = findEntries(entries ?? [], query);

  const open = useCallback(() => {
    if (!dialog.current || dialog.current.open) return;
    dialog.current.showModal();
    setQuery('');
    setFailed(false);
    fetch('/search-index.json')
      .then(async (response) => (response.ok ? setEntries(await response.json()) : setFailed(true)))
      .catch(() => setFailed(true));
  }, []);

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
      <button
        type="button"
        onClick={open}
        aria-keyshortcuts="Control+K"
        className="flex min-h-10 items-center gap-2 rounded-md px-2.5 text-sm text-soft hover:bg-surface hover:text-ink sm:border sm:border-line sm:px-3"
      >
        <SearchIcon aria-hidden size={18} />
        <span className="sr-only sm:not-sr-only">Search</span>
        <kbd aria-hidden className="hidden text-xs text-faint sm:inline">
          Ctrl K
        </kbd>
      </button>
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
        <ul aria-label="Results">
          {found.map((entry) => (
            <li key={entry.href}>
              <Link href={entry.href} onClick={() => dialog.current?.close()} onKeyDown={onKeyDown}>
                <span className="search-title">
                  {entry.title}
                  <span className="search-kind">{kindLabel[entry.kind]}</span>
                </span>
                <span className="search-summary">{entry.summary}</span>
              </Link>
            </li>
          ))}
        </ul>
        <output className="search-status">
          {failed && 'The search could not be loaded. Check your connection and open it again.'}
          {entries && found.length === 0 && 'No results contain all of these words.'}
        </output>
      </dialog>
    </>
  );
}
