import 'server-only';
import { checkCatalogue } from './check-catalogue.ts';
import { courseOutline } from './outline.ts';

/** One page that can be found by its words. */
export interface SearchEntry {
  kind: 'lesson' | 'exercise' | 'check';
  title: string;
  summary: string;
  /** Found by, not shown: a check's ids in other tools. */
  alias?: string;
  href: string;
}

/** Every lesson, exercise and check. */
export async function searchIndex(): Promise<SearchEntry[]> {
  const { modules } = await courseOutline();
  const items = modules.flatMap((module) => module.items);
  return [
    ...items.map(({ kind, slug, title, summary }): SearchEntry => ({ kind, title, summary, href: `/${kind}s/${slug}` })),
    ...checkCatalogue().map(({ id, title, detects, also }): SearchEntry => ({ kind: 'check', title, summary: `${id}: ${detects}`, href: `/checks/${id}`, alias: also.join(' ') })),
  ];
}
