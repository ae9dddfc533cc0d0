import type { TableRow } from './csv-table.ts';

/** Index of the column of each field; undefined: the file has none. */
export type Columns<Field extends string> = Record<Field, number | undefined>;

/**
 * Finds columns by their header. Case, spaces and punctuation do not matter: `E-mail` is `email`.
 *
 * @param spellings of each field in lower-case letters and digits. If several are in the header, the first of
 *   them counts; if one is there twice, its first column
 */
export function findColumns<Field extends string>(
  header: TableRow,
  spellings: Record<Field, readonly string[]>,
): Columns<Field> {
  const names = header.cells.map((name) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
  const indexOf = (candidates: readonly string[]) => {
    const found = candidates.find((candidate) => names.includes(candidate));
    return found === undefined ? undefined : names.indexOf(found);
  };
  const fields = Object.keys(spellings) as Field[];
  return Object.fromEntries(fields.map((field) => [field, indexOf(spellings[field])])) as Columns<Field>;
}

/** Text of a row in a column on one line, without spaces around it; empty if there is none. */
export function cellText({ cells }: TableRow, column: number | undefined): string {
  return column === undefined ? '' : (cells[column] ?? '').replaceAll(/\s+/g, ' ').trim();
}
