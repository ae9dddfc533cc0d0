/** A number stays a number for the program that opens the file. */
export type Cell = string | number | null;

/**
 * Spreadsheets treat a text that starts like this as a formula, and run it. Where the list separator is a
 * semicolon, some split cells there even inside a comma-separated file.
 */
const startsFormula = /(?:^|[;,\t\r\n])\s*[=+\-@]|^[\t\r]/;

/**
 * A table as a CSV file for spreadsheets: RFC 4180, with a byte order mark, without which Excel misreads
 * names. A text that a spreadsheet would run as a formula is preceded by an apostrophe, as OWASP recommends.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = startsFormula.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
