import { extraCells, quoted, tooLong } from './cell-problems.ts';
import { cellText, findColumns, type Columns } from './columns.ts';
import { readTable, type RowError, type TableRow } from './csv-table.ts';
import { emailSpellings, readEmail } from './email-cell.ts';

/** Characters, as in the forms for accounts and classes. */
const maxNameLength = 80;

/** Someone on the list of a class. */
export interface RosterRow {
  /** 1-based line of the file. */
  line: number;
  name: string;
  /** In lower case. */
  email: string;
  /** As entered; null: none. */
  group: string | null;
}

export interface Roster {
  /** The rows without errors, in the order of the file. */
  rows: RosterRow[];
  errors: RowError[];
}

const spellings = {
  email: emailSpellings,
  name: ['name', 'fullname', 'studentname', 'displayname'],
  canvasName: ['student'],
  firstName: ['firstname', 'givenname', 'forename'],
  lastName: ['lastname', 'surname', 'familyname'],
  group: ['group', 'groups', 'groupname', 'group1', 'section', 'team'],
};

type RosterColumns = Columns<keyof typeof spellings>;

/**
 * The people in a CSV file, with their e-mail addresses and groups. Recognizes the columns of files that
 * Moodle, Canvas and GitHub Classroom export, and ignores the others.
 */
export function readRoster(text: string): Roster {
  const table = readTable(text);
  if ('error' in table) return { rows: [], errors: [table.error] };
  const { header } = table;
  const columns = findColumns(header, spellings);
  const people = table.rows.filter((row) => isPerson(row, columns));
  const fileProblem =
    missingColumn(columns) ??
    (people.length === 0 ? 'There are no people below this row. Add a row for each of them.' : undefined);
  if (fileProblem !== undefined) return { rows: [], errors: [{ line: header.line, message: fileProblem }] };
  const rows: RosterRow[] = [];
  const errors: RowError[] = [];
  const lineByEmail = new Map<string, number>();
  for (const row of people) {
    const { line } = row;
    const name = nameOf(row, columns);
    const group = cellText(row, columns.group);
    const read = readEmail(cellText(row, columns.email));
    const problems = [
      ...extraCells(row, header),
      ...(name === '' ? ['The name is missing. Enter it, or delete the row.'] : []),
      ...tooLong('name', name, maxNameLength),
      ...tooLong('group', group, maxNameLength),
    ];
    if ('problem' in read) problems.push(read.problem);
    else {
      const { email } = read;
      const earlier = lineByEmail.get(email);
      if (earlier === undefined) lineByEmail.set(email, line);
      else problems.push(`${quoted(email)} is already on line ${earlier}. Delete one of the two rows.`);
      if (problems.length === 0) rows.push({ line, name, email, group: group === '' ? null : group });
    }
    errors.push(...problems.map((message) => ({ line, message })));
  }
  return { rows, errors };
}

function missingColumn(columns: RosterColumns): string | undefined {
  if (columns.email === undefined)
    return 'There is no column for e-mail addresses. Call it “E-mail” in the first row of the file.';
  const hasBothParts = columns.firstName !== undefined && columns.lastName !== undefined;
  if (columns.name === undefined && columns.canvasName === undefined && !hasBothParts)
    return 'There is no column for names. Call it “Name” in the first row of the file, or use two: “First name” and “Last name”.';
  return undefined;
}

/** Canvas adds rows without a name, one for the points that are possible, and a student who does not exist. */
function isPerson(row: TableRow, columns: RosterColumns): boolean {
  if (nameOf(row, columns) === '' && cellText(row, columns.email) === '') return false;
  return !['Points Possible', 'Student, Test'].includes(cellText(row, columns.canvasName));
}

function nameOf(row: TableRow, columns: RosterColumns): string {
  const name = cellText(row, columns.name);
  if (name !== '') return name;
  const canvasName = cellText(row, columns.canvasName);
  // Canvas writes “Lovelace, Ada” if the course is set to sort by last name.
  if (canvasName !== '') return canvasName.replace(/^([^,]+), ([^,]+)$/, '$2 $1');
  return `${cellText(row, columns.firstName)} ${cellText(row, columns.lastName)}`.trim();
}
