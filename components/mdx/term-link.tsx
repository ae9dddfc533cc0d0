import type { ComponentProps } from 'react';

/** Glossary entries by slug, as the page loaded them. */
export type Terms = Record<string, { term: string; definition: string }>;

/**
 * Links of a lesson. One to a glossary entry carries its definition, for the page's term card and for screen
 * readers.
 */
export function termLink(terms: Terms) {
  return function TextLink({ href, children, ...rest }: ComponentProps<'a'>) {
    const entry = href?.startsWith('/glossary#') ? terms[href.slice('/glossary#'.length)] : undefined;
    return entry ? (
      // A global attribute since ARIA 1.3, which the rule does not know yet.
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
