import type { Axis } from '@dfm/contracts';
import { hasWords } from '@/components/search/has-words.ts';

/** A check as the list shows it. */
export interface ListedCheck {
  id: string;
  title: string;
  detects: string;
  axis: Axis;
  /** Ids in other tools: found by, not shown. */
  also: readonly string[];
}

/**
 * Whether a check has every word of the query in its id, its texts or its ids elsewhere. An empty query takes
 * all.
 */
export function matches({ id, title, detects, also }: ListedCheck, query: string): boolean {
  return hasWords(`${id} ${title} ${detects} ${also.join(' ')}`, query);
}
