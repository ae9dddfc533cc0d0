import 'server-only';
import type { ContentProblem } from '@dfm/course/exercises';
import type { Reference } from '@dfm/course/mdx/remark-references';
import { loadGlossary } from './glossary.ts';

/**
 * The glossary entries that a text links to, by slug, and a problem for each link to a missing entry.
 *
 * @param file path of the text, for the problems
 */
export async function linkedTerms(
  references: readonly Reference[],
  file: string,
): Promise<{ terms: Record<string, { term: string; definition: string }>; problems: ContentProblem[] }> {
  const links = references.filter(({ kind }) => kind === 'term');
  const terms: Record<string, { term: string; definition: string }> = {};
  const problems: ContentProblem[] = [];
  if (links.length === 0) return { terms, problems };
  const glossary = new Map((await loadGlossary()).map((entry) => [entry.slug, entry]));
  for (const { id, line } of links) {
    const entry = glossary.get(id);
    if (entry) terms[id] = { term: entry.term, definition: entry.definition };
    else problems.push({ file, line, message: `there is no glossary entry ${id} in content/glossary.yaml` });
  }
  return { terms, problems };
}
