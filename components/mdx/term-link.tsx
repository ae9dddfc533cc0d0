import { hrefTo } from '@dfm/contracts/page-addresses';
import type { ComponentProps } from 'react';

const glossary = `${hrefTo('glossary')}#`;

/** Glossary entries by slug, as loaded by the page. */
export type Terms = Record<string, { term: string; definition: string }>;

/**
 * Links in a lesson. A link to a glossary entry carries its definition, for the term card of the page and for
 * screen readers.
 */
export function termLink(terms: Terms) {
  return function TextLink({ href, children, ...rest }: ComponentProps<'a'>) {
    const entry = href?.startsWith(glossary) ? terms[href.slice(glossary.length)] : undefined;
    return entry ? (
      // A global attribute since ARIA 1.3, which the lint rule does not know yet.
      // oxlint-disable-next-line jsx-a11y/role-supports-aria-props
      <a href={href} className="term" data-term={entry.term} aria-description={entry.definition}>
        {children}
      </a>
    ) : (
      <a href={href} {...rest}>
        {children}
      </a>
    );
  };
}
