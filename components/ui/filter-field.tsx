import { useId } from 'react';

interface Props {
  /** What the field finds, for those who cannot see where it is: "Find a check". */
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  /** How many entries match: "3 of 81 terms". */
  count: string;
}

/** A field above a list that filters the list by words, and shows how many entries match. */
export function FilterField({ label, placeholder, query, onQuery, count }: Props) {
  const field = useId();
  return (
    <div className="filter-field mt-8 flex flex-wrap items-center gap-x-4 gap-y-2">
      <label htmlFor={field} className="sr-only">
        {label}
      </label>
      <input
        id={field}
        type="search"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        placeholder={placeholder}
        autoComplete="off"
        className="h-11 w-full max-w-sm rounded-md border border-faint bg-paper px-3 text-base placeholder:text-faint"
      />
      <output className="text-sm text-soft tabular-nums">{count}</output>
    </div>
  );
}

/** `81 terms`, or `3 of 81 terms` if some are filtered out. */
export function countOf(found: number, all: number, things: string): string {
  return found === all ? `${all} ${things}` : `${found} of ${all} ${things}`;
}
