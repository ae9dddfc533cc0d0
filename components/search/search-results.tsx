import type { SearchEntry } from '@dfm/contracts/browser-api';
import Link from 'next/link';
import type { KeyboardEventHandler } from 'react';

const kindLabel = {
  lesson: 'Lesson',
  exercise: 'Exercise',
  module: 'Module',
  term: 'Term',
  command: 'Command',
  check: 'Check',
  page: 'Page',
} as const;

interface Props {
  found: readonly SearchEntry[];
  onOpen(): void;
  onKeyDown: KeyboardEventHandler;
}

/** The pages that a query finds, as links. */
export function SearchResults({ found, onOpen, onKeyDown }: Props) {
  return (
    <ul aria-label="Results">
      {found.map((entry) => (
        <li key={entry.href}>
          <Link href={entry.href} onClick={onOpen} onKeyDown={onKeyDown}>
            <span className="search-title">
              {entry.title}
              <span className="search-kind">{kindLabel[entry.kind]}</span>
            </span>
            <span className="search-summary">{entry.summary}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
