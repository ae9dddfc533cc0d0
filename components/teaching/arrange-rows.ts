import type { GradebookRow } from '@dfm/contracts/page-data';

/** `name`, `total`, or the index of a column. */
export type SortKey = 'name' | 'total' | number;

export interface Sorting {
  by: SortKey;
  isDescending: boolean;
}

/**
 * The rows whose name or e-mail address contains every word of the query, sorted. Without points comes last
 * in either direction.
 */
export function arrangeRows(rows: readonly GradebookRow[], query: string, { by, isDescending }: Sorting) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter(({ name, email }) => {
    const text = `${name} ${email}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const sign = isDescending ? -1 : 1;
  if (by === 'name') return found.toSorted((a, b) => sign * a.name.localeCompare(b.name, 'en'));
  const value = (row: GradebookRow) => (by === 'total' ? row.total : (row.cells[by]?.points ?? null));
  return found.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
