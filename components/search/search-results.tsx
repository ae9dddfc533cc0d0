import type { SearchEntry } from '@dfm/contracts/browser-api';
import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link.tsx';
import { excerpt } from './excerpt.ts';
import { hasWords } from './has-words.ts';
import { optionId } from './option-id.ts';

const kindLabel = {
  lesson: 'Lesson',
  section: 'Section',
  exercise: 'Exercise',
  lab: 'Lab',
  module: 'Module',
  term: 'Term',
  command: 'Command',
  check: 'Check',
  page: 'Page',
} as const;

interface Props {
  /** ID of the list, which the field names. */
  id: string;
  found: readonly SearchEntry[];
  query: string;
  /** Index of the selected entry. */
  selected: number;
  onOpen(): void;
}

/** The pages that a query finds, as links that are options of the search field. */
export function SearchResults({ id, found, query, selected, onOpen }: Props) {
  const path = usePathname();
  return (
    // Not a <datalist>, whose options are plain text and not links.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div id={id} role="listbox" aria-label="Results" tabIndex={-1} className="search-results">
      {found.map((entry, index) => {
        // Within the page, the browser itself goes to an anchor, because it also opens what the anchor is in.
        const Anchor = entry.href.startsWith(`${path}#`) ? 'a' : Link;
        return (
          <Anchor
            key={entry.href}
            id={optionId(id, index)}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={index === selected}
            tabIndex={-1}
            href={entry.href}
            onClick={onOpen}
          >
            <span className="search-title">
              {entry.title}
              <span className="search-kind">{kindLabel[entry.kind]}</span>
            </span>
            <span className="search-summary">
              <Summary entry={entry} query={query} />
            </span>
          </Anchor>
        );
      })}
    </div>
  );
}

/** What the page is about, or the part of its text with the query. */
function Summary({ entry, query }: { entry: SearchEntry; query: string }) {
  const { kind, title, summary, text, alias = '' } = entry;
  const shown = `${title} ${summary}`.toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  // The alias of a section is an error message, which its text does not contain.
  if (kind === 'section' && words.length > 0 && hasWords(alias, query)) return `${summary}: ${alias}`;
  const part =
    text === undefined || words.every((word) => shown.includes(word)) ? undefined : excerpt(text, query);
  if (!part) return summary;
  return (
    <>
      {kind === 'section' && `${summary}: `}
      {part.before}
      <mark>{part.match}</mark>
      {part.after}
    </>
  );
}
