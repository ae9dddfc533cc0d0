import type { FormEvent, KeyboardEvent } from 'react';
import { optionId } from './option-id.ts';

interface Props {
  query: string;
  onFocus: () => void;
  onQuery: (query: string) => void;
  /** ID of the list of results. */
  list: string;
  /** Number of results. */
  count: number;
  /** Index of the selected result. */
  selected: number;
  onSelect: (index: number) => void;
}

/**
 * The field of the search. Arrow keys select a result, Enter opens it, and the focus stays in the field, so
 * that the reader can go on typing.
 */
export function SearchField({ query, onFocus, onQuery, list, count, selected, onSelect }: Props) {
  const option = (index: number) => document.getElementById(optionId(list, index));

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    const next = (selected + step + count) % count;
    onSelect(next);
    option(next)?.scrollIntoView({ block: 'nearest' });
  }

  function openSelected(event: FormEvent) {
    event.preventDefault();
    option(selected)?.click();
  }

  return (
    <form onSubmit={openSelected}>
      <input
        type="text"
        role="combobox"
        aria-label="Search the course"
        aria-autocomplete="list"
        aria-controls={list}
        aria-expanded={count > 0}
        aria-activedescendant={count > 0 ? optionId(list, selected) : undefined}
        placeholder="Lesson, command, term, error message"
        autoComplete="off"
        value={query}
        onFocus={onFocus}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </form>
  );
}
