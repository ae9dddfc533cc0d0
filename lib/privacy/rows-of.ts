import { Prisma } from '../db/client.ts';
import { personalData } from './personal-data.ts';
import type { Belonging, TableFacts } from './table-of-data.ts';

/** A table or a column, quoted. Only for names of the table of personal data. */
export const quoted = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`);

/** The condition that selects the rows of a table that belong to a person in one way. */
export function rowsOf({ column, of, isEmail }: Belonging, personId: string): Prisma.Sql {
  if (isEmail) return Prisma.sql`${quoted(column)} = (SELECT email FROM "user" WHERE id = ${personId})`;
  if (of === undefined) return Prisma.sql`${quoted(column)} = ${personId}`;
  const parent: TableFacts = personalData[of as keyof typeof personalData];
  const own = parent.belongsTo.filter(({ as }) => as === 'subject');
  const condition = Prisma.join(
    own.map((belonging) => rowsOf(belonging, personId)),
    ' OR ',
  );
  return Prisma.sql`${quoted(column)} IN (SELECT id FROM ${quoted(of)} WHERE ${condition})`;
}
