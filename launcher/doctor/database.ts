import type { Client } from 'pg';
import { migrationNames } from '../migration-names.ts';
import type { Check } from './check.ts';
import { type Finding, good, messageOf, problem, warning } from './finding.ts';
import { databaseAddress, withDatabase } from './open-database.ts';

/** The database: whether it answers, and has what this version of the site expects. */
export const database: Check = {
  name: 'database',
  about: 'PostgreSQL: answer, version, encoding, migrations, connections',
  async run(examined, signal) {
    const url = await databaseAddress(examined);
    try {
      return databaseFindings(await withDatabase(url, signal, factsOf), await migrationNames());
    } catch (error) {
      signal.throwIfAborted();
      // The address contains the password.
      const where = `${url.hostname || 'this machine'}${url.pathname}`;
      return [
        problem(
          `${where} cannot be used: ${messageOf(error)}`,
          'Start PostgreSQL there, and compare DATABASE_URL with its address, user and password.',
        ),
      ];
    }
  },
};

export interface DatabaseFacts {
  /** Such as 150004. */
  version: number;
  encoding: string;
  connections: number;
  maxConnections: number;
  /** Undefined if there is no table of them. */
  migrations: { name: string; isApplied: boolean }[] | undefined;
}

async function factsOf(client: Client): Promise<DatabaseFacts> {
  const { rows } = await client.query<Omit<DatabaseFacts, 'migrations'> & { hasMigrations: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version,
            pg_encoding_to_char(encoding) AS encoding,
            (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
            current_setting('max_connections')::int AS "maxConnections",
            to_regclass('_prisma_migrations') IS NOT NULL AS "hasMigrations"
     FROM pg_database WHERE datname = current_database()`,
  );
  const { hasMigrations, ...facts } = rows[0]!;
  const migrations = hasMigrations
    ? await client.query<{ name: string; isApplied: boolean }>(
        `SELECT migration_name AS name, finished_at IS NOT NULL AS "isApplied"
         FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
      )
    : undefined;
  return { ...facts, migrations: migrations?.rows };
}

const oldestMajor = 15;
/** A process of the site opens up to ten connections, and a new one replaces an old one while that still runs. */
const neededConnections = 20;

/** @param expected names of the migrations of this version */
export function databaseFindings(
  { version, encoding, connections, maxConnections, migrations }: DatabaseFacts,
  expected: readonly string[],
): Finding[] {
  const major = Math.floor(version / 10_000);
  const findings: Finding[] = [];
  if (major < oldestMajor)
    findings.push(problem(`PostgreSQL ${major}`, `Move the database to PostgreSQL ${oldestMajor} or newer.`));
  if (encoding !== 'UTF8')
    findings.push(
      problem(
        `the database is encoded as ${encoding}`,
        "Create it again with ENCODING 'UTF8', because learners' files contain any character.",
      ),
    );
  const applied = new Set(migrations?.filter(({ isApplied }) => isApplied).map(({ name }) => name));
  const failed = migrations?.find(({ isApplied }) => !isApplied)?.name;
  const missing = expected.filter((name) => !applied.has(name));
  const unknown = [...applied].filter((name) => !expected.includes(name));
  if (migrations === undefined)
    findings.push(
      problem('the database has no tables of the site', 'Start the site with npm start, which creates them.'),
    );
  else if (failed !== undefined)
    findings.push(
      problem(
        `the migration ${failed} has begun and not ended`,
        'If no site is starting at this moment, start it with npm start, which applies the migration again or says what to do.',
      ),
    );
  else if (missing.length > 0)
    findings.push(
      problem(
        `${missing.length === 1 ? 'a migration is' : `${missing.length} migrations are`} not applied: ${missing[0]}`,
        'Restart the site with npm start, which applies them.',
      ),
    );
  if (unknown.length > 0)
    findings.push(
      problem(
        `the database has the migration ${unknown[0]}, which this version does not know`,
        'Use the version of the site that wrote this database, or a newer one.',
      ),
    );
  const left = maxConnections - connections;
  if (left < neededConnections)
    findings.push(
      warning(
        `${connections} of ${maxConnections} connections are in use`,
        `Raise max_connections, or close other clients: a site needs up to ${neededConnections} while it restarts.`,
      ),
    );
  return findings.length > 0
    ? findings
    : [
        good(
          `PostgreSQL ${major}, ${encoding}, ${expected.length} migrations, ${connections} of ${maxConnections} connections`,
        ),
      ];
}
