import { truncate } from '@dfm/contracts/truncate';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { TableRow } from './csv-table.ts';

/** Text from a file in a message. */
export function quoted(text: string): string {
  return `“${visibleLine(truncate(text))}”`;
}

/**
 * What is wrong with a text that is too long.
 *
 * @param max characters
 */
export function tooLong(what: string, text: string, max: number): string[] {
  if (text.length <= max) return [];
  return [`The ${what} has ${text.length} characters, and at most ${max} are allowed. Shorten it.`];
}

/** What is wrong with a row that has text after its last column, usually a separator without quotes. */
export function extraCells({ cells }: TableRow, header: TableRow): string[] {
  if (cells.slice(header.cells.length).every((cell) => cell.trim() === '')) return [];
  return [
    `The row has ${cells.length} cells, but the header has ${header.cells.length}. Enclose cells that have a comma, semicolon or tab in quotes.`,
  ];
}
