import 'server-only';
import type { Gradebook } from '@dfm/contracts/page-data';
import { toCsv } from '@dfm/gradebook/csv';

/** The grades of a class as a CSV file: one line per learner, one column per assignment, points up to 100. */
export function gradesCsv({ columns, rows }: Gradebook): string {
  return toCsv([
    [
      'Name',
      'E-mail',
      'Total',
      ...columns.map(({ kind, title }) => (kind === 'quiz' ? `Quiz: ${title}` : title)),
    ],
    ...rows.map(({ name, email, total, cells }) => [
      name,
      email,
      total,
      ...cells.map(({ points }) => points),
    ]),
  ]);
}
