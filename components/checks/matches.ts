import type { Axis } from '@dfm/contracts';
import { hasWords } from '@/components/search/has-words.ts';

/** A check as the list shows it. */
export interface ListedCheck {
  id: string;
  title: string;
  detects: string;
  axis: Axis;
  /** Ids of the same rule in other tools. Searched, but not shown. */
  also: readonly string[];
}

/**
 * Whether every word of the query occurs in the check's id, its texts or its ids in other tools. An empty
 * query matches every check.
 */
export function matches({ id, title, detects, also }: ListedCheck, query: string): boolean {
  return hasWords(`${id} ${title} ${detects} ${also.join(' ')}`, query);
}
