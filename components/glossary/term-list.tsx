'use client';

import { useDeferredValue, useState } from 'react';
import { hasWords } from '@/components/search/has-words.ts';
import { countOf, FilterField } from '@/components/ui/filter-field.tsx';
import { Link } from '@/components/ui/link.tsx';
import { byLetter } from './by-letter.ts';

export interface ListedTerm {
  slug: string;
  term: string;
  definition: string;
  also: readonly string[];
  /** The lesson that explains the term. */
  lesson?: { href: string; title: string } | undefined;
}

/** All terms by letter, with a field that filters them by words. Without JavaScript, the full list is shown. */
export function TermList({ terms }: { terms: readonly ListedTerm[] }) {
  const [query, setQuery] = useState('');
  const shown = useDeferredValue(query);
  const found = terms.filter(({ term, definition, also }) =>
    hasWords(`${term} ${also.join(' ')} ${definition}`, shown),
  );
  return (
    <>
      <FilterField
        label="Find a term"
        placeholder="Find: layer, digest, signal …"
        query={query}
        onQuery={setQuery}
        count={countOf(found.length, terms.length, 'terms')}
      />
      {found.length === 0 && (
        <p className="mt-8 text-soft">
          No term matches all of these words. Try fewer, or search the whole course with Ctrl K.
        </p>
      )}
      {byLetter(found).map(({ letter, members }) => (
        <section key={letter} aria-labelledby={`letter-${letter}`} className="glossary-letter">
          <h2 id={`letter-${letter}`} className="text-xl font-semibold text-faint">
            {letter}
          </h2>
          <dl className="glossary-entries">
            {members.map(({ slug, term, definition, also, lesson }) => (
              <div key={slug} id={slug} className="glossary-entry">
                <dt className="font-semibold">
                  <a href={`#${slug}`} className="hover:underline">
                    {term}
                  </a>
                  {also.length > 0 && (
                    <span className="ml-2.5 text-sm font-normal text-faint">also: {also.join(', ')}</span>
                  )}
                </dt>
                <dd className="mt-0.5 max-w-measure text-soft">
                  {definition}
                  {lesson && (
                    <>
                      {' '}
                      <Link href={lesson.href} className="text-accent underline underline-offset-2">
                        {lesson.title}
                      </Link>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
