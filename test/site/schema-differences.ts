import type { Client } from 'pg';

interface Column {
  type: string;
  isRequired: boolean;
  hasDefault: boolean;
}

/** What a version of the site depends on in a database. */
export interface SchemaFacts {
  /** By table and column, such as `run.score`. */
  columns: Map<string, Column>;
  /** Labels of types, such as `run_kind proof`. */
  labels: Set<string>;
  /** Definitions of unique indexes without their names, and the columns in them. */
  uniques: Map<string, string[]>;
  /** Definitions of constraints without their names, and the columns in them. */
  constraints: Map<string, string[]>;
}

/** Reads them from a database. */
export async function schemaFacts(client: Client): Promise<SchemaFacts> {
  const rows = async <Row>(sql: string) => (await client.query(sql)).rows as Row[];
  const columns = await rows<Column & { name: string }>(
    `SELECT relname || '.' || attname AS name, format_type(atttypid, atttypmod) AS type,
       attnotnull AS "isRequired", atthasdef OR attidentity <> '' AS "hasDefault"
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped`,
  );
  const labels = await rows<{ label: string }>(
    `SELECT enumtypid::regtype || ' ' || enumlabel AS label FROM pg_enum`,
  );
  const columnsOf = (keys: string) =>
    `ARRAY(SELECT relname || '.' || attname FROM pg_attribute
       WHERE attrelid = pg_class.oid AND attnum = ANY (${keys}) ORDER BY attnum)::text[] AS columns`;
  const uniques = await rows<Defined>(
    `SELECT regexp_replace(pg_get_indexdef(indexrelid), ' INDEX .*? ON ', ' INDEX ON ') AS definition, ${columnsOf('indkey')}
     FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
     WHERE indisunique AND relnamespace = 'public'::regnamespace`,
  );
  const constraints = await rows<Defined>(
    `SELECT relname || ' ' || pg_get_constraintdef(pg_constraint.oid) AS definition, ${columnsOf('conkey')}
     FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
     WHERE relnamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x')`,
  );
  return {
    columns: new Map(columns.map(({ name, ...column }) => [name, column])),
    labels: new Set(labels.map(({ label }) => label)),
    uniques: definitions(uniques),
    constraints: definitions(constraints),
  };
}

interface Defined {
  definition: string;
  columns: string[];
}

const definitions = (rows: readonly Defined[]) =>
  new Map(rows.map(({ definition, columns }) => [definition, columns]));

/**
 * Why a version of the site does not work with the database of a later one.
 *
 * @param used of a database that was made from the schema of that version
 * @returns a line for each reason
 */
export function unusableBy(used: SchemaFacts, later: SchemaFacts): string[] {
  const problems: string[] = [];
  const tables = new Set([...used.columns.keys()].map(tableOf));
  for (const [name, column] of used.columns) {
    const now = later.columns.get(name);
    if (now === undefined) problems.push(`${name} is gone`);
    else if (now.type !== column.type) problems.push(`${name} is ${now.type} instead of ${column.type}`);
    else if (now.isRequired && !column.isRequired) problems.push(`${name} requires a value`);
    else if (now.isRequired && column.hasDefault && !now.hasDefault)
      problems.push(`${name} has no default any more`);
  }
  for (const [name, { isRequired, hasDefault }] of later.columns)
    if (!used.columns.has(name) && tables.has(tableOf(name)) && isRequired && !hasDefault)
      problems.push(`${name} is new and requires a value`);
  for (const label of used.labels) if (!later.labels.has(label)) problems.push(`the label ${label} is gone`);
  // Upserts name the columns of an index.
  for (const definition of used.uniques.keys())
    if (!later.uniques.has(definition)) problems.push(`gone: ${definition}`);
  for (const kind of ['uniques', 'constraints'] as const)
    for (const [definition, columns] of later[kind])
      if (!used[kind].has(definition) && columns.every((name) => used.columns.has(name)))
        problems.push(`rows may be refused: ${definition}`);
  return problems;
}

const tableOf = (column: string): string => column.split('.', 1)[0]!;
