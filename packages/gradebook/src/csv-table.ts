import { formatDistinct } from '@dfm/contracts/quantity';
import { CsvError, parse } from 'csv-parse/sync';

/** A larger file is hardly a list of a class, and reading it would delay other requests. */
const maxBytes = 1_000_000;
const maxRows = 2_000;

export interface TableRow {
  /** 1-based line on which the row starts, as an editor shows it. */
  line: number;
  /** As they are in the file, without the quotes. Line endings are line feeds. */
  cells: string[];
}

/** What is wrong with a file, and what to do about it, for the person who uploaded it. */
export interface RowError {
  line: number;
  message: string;
}

export type Table = { header: TableRow; rows: TableRow[] } | { error: RowError };

/**
 * A CSV file as spreadsheets and learning platforms write it: separated by commas, semicolons or tabs, with
 * any line endings, with or without a byte order mark. Rows without text are left out.
 *
 * @returns an error for a file that is empty, too large, not text in UTF-8, or has unpaired quotes
 */
export function readTable(text: string): Table {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maxBytes) {
    const [size, limit] = formatDistinct('bytes', bytes, maxBytes);
    return failed(1, `The file has ${size}, and at most ${limit} can be read. Split it into several files.`);
  }
  // One kind of line ending, so that lines are counted as an editor counts them.
  const lines = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  const unreadable = lines.search(/[\uFFFD\0]/);
  if (unreadable !== -1)
    return failed(
      lines.slice(0, unreadable).split('\n').length,
      'This line has characters that cannot be read. Save the file as “CSV UTF-8” and upload it again.',
    );
  const parsed = parseRows(lines);
  if ('error' in parsed) return parsed;
  const [header, ...rows] = parsed.rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!header) return failed(1, 'The file is empty. Upload one with a header and a row for each person.');
  const excess = rows[maxRows];
  if (excess)
    return failed(
      excess.line,
      `The file has ${rows.length.toLocaleString('en')} rows, and at most ${maxRows.toLocaleString('en')} can be read. Split it into several files.`,
    );
  return { header, rows };
}

function parseRows(lines: string): { rows: TableRow[] } | { error: RowError } {
  const rows: TableRow[] = [];
  let nextLine = 1;
  try {
    parse(lines, {
      delimiter: delimiterOf(lines),
      record_delimiter: '\n',
      relax_column_count: true,
      on_record: (cells: string[], info) => {
        rows.push({ line: nextLine, cells });
        nextLine = info.lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return failed(
      nextLine,
      'The quotes in this row are not paired. Enclose a cell that has a quote in quotes, and double the quote inside: "Ada ""Countess"" Lovelace".',
    );
  }
  return { rows };
}

/** The separator that is most frequent in the header, where names rarely have one. */
function delimiterOf(lines: string): string {
  const header = lines.split('\n').find((line) => line.trim() !== '') ?? '';
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => unquoted.split(delimiter).length;
  return [',', ';', '\t'].reduce((most, next) => (count(next) > count(most) ? next : most));
}

function failed(line: number, message: string): { error: RowError } {
  return { error: { line, message } };
}
