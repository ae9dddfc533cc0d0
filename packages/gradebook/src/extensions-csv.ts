import { extraCells, quoted, tooLong } from './cell-problems.ts';
import { cellText, findColumns, type Columns } from './columns.ts';
import { readTable, type RowError, type TableRow } from './csv-table.ts';
import { emailSpellings, readEmail } from './email-cell.ts';
import { instantOf } from './wall-clock.ts';

/** Characters, as in the form for one extension. */
const maxReasonLength = 200;

export interface ExtensionRow {
  /** 1-based line of the file. */
  line: number;
  /** In lower case. */
  email: string;
  /** As entered; null: all exercises. */
  exercise: string | null;
  until: Date;
  /** May be empty. */
  reason: string;
}

export interface ExtensionList {
  /** The rows without errors, in the order of the file. */
  rows: ExtensionRow[];
  errors: RowError[];
}

const spellings = {
  email: emailSpellings,
  exercise: ['exercise', 'assignment'],
  until: ['until', 'newdeadline'],
  reason: ['reason'],
};

type ExtensionColumns = Columns<keyof typeof spellings>;

/**
 * The extensions in a CSV file. Does not check whether the people are in the class and the exercises
 * assigned.
 *
 * @param timeZone IANA name of the zone in which times are entered
 */
export function readExtensions(text: string, timeZone: string): ExtensionList {
  const table = readTable(text);
  if ('error' in table) return { rows: [], errors: [table.error] };
  const { header } = table;
  const columns = findColumns(header, spellings);
  const fileProblems = missingColumns(columns);
  if (table.rows.length === 0)
    fileProblems.push('There are no rows below this one. Add one for each extension.');
  if (fileProblems.length > 0)
    return { rows: [], errors: fileProblems.map((message) => ({ line: header.line, message })) };
  const rows: ExtensionRow[] = [];
  const errors: RowError[] = [];
  const lineByKey = new Map<string, number>();
  for (const row of table.rows) {
    const { line } = row;
    const read = readRow(row, { header, columns, timeZone });
    if ('problems' in read) {
      errors.push(...read.problems.map((message) => ({ line, message })));
      continue;
    }
    const key = JSON.stringify([read.email, read.exercise]);
    const earlier = lineByKey.get(key);
    if (earlier === undefined) {
      lineByKey.set(key, line);
      rows.push(read);
    } else
      errors.push({
        line,
        message: `The deadline is already extended for ${quoted(read.email)} on line ${earlier}. Delete one of the two rows.`,
      });
  }
  return { rows, errors };
}

function missingColumns(columns: ExtensionColumns): string[] {
  const required = { email: 'E-mail', exercise: 'Exercise', until: 'Until' } as const;
  return (Object.keys(required) as (keyof typeof required)[])
    .filter((field) => columns[field] === undefined)
    .map((field) => `There is no column “${required[field]}”. Add it in the first row of the file.`);
}

interface Context {
  header: TableRow;
  columns: ExtensionColumns;
  timeZone: string;
}

function readRow(
  row: TableRow,
  { header, columns, timeZone }: Context,
): ExtensionRow | { problems: string[] } {
  const read = readEmail(cellText(row, columns.email));
  const exercise = cellText(row, columns.exercise);
  const time = cellText(row, columns.until);
  const until = readTime(time, timeZone);
  const reason = cellText(row, columns.reason);
  const problems = [...extraCells(row, header), ...tooLong('reason', reason, maxReasonLength)];
  if ('problem' in read) problems.push(read.problem);
  if (exercise === '') problems.push('The exercise is missing. Enter one, or “all”.');
  if (until === undefined)
    problems.push(
      `${time === '' ? 'The new deadline is missing' : `${quoted(time)} is not a date with a time`}. Enter one such as 2026-12-07 18:00.`,
    );
  if ('problem' in read || until === undefined || problems.length > 0) return { problems };
  return {
    line: row.line,
    email: read.email,
    exercise: exercise.toLowerCase() === 'all' ? null : exercise,
    until,
    reason,
  };
}

/** A wall clock time, also with a space instead of the T, and with the seconds that spreadsheets add. */
function readTime(text: string, timeZone: string): Date | undefined {
  return instantOf(text.replace(/^(\S{10})[ T](\d\d:\d\d)(?::00)?$/, '$1T$2'), timeZone);
}
