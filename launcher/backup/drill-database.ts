import { escapeIdentifier } from 'pg';
import { BackupProblem } from './backup-problem.ts';
import { connect } from './database-snapshot.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const OBJECT_IN_USE = '55006';

/**
 * Works in a new database on the server of another one, and drops it again. Its name is that of the other
 * with `_restore_check`, so that the next drill finds what a killed one left.
 *
 * @param serverUrl of the other database, whose user may create databases
 * @throws BackupProblem if the user may not, or a drill is running
 */
export async function inDrillDatabase<T>(
  serverUrl: string,
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const name = await onServer(serverUrl, async (query) => {
    const [found] = await query('SELECT current_database() AS name');
    const free = `${found!.name}_restore_check`;
    await query(`DROP DATABASE IF EXISTS ${escapeIdentifier(free)}`);
    await query(`CREATE DATABASE ${escapeIdentifier(free)}`);
    return free;
  });
  try {
    return await work(Object.assign(new URL(serverUrl), { pathname: `/${encodeURIComponent(name)}` }).href);
  } finally {
    // A new connection, because an idle one may have been closed in the meantime.
    await onServer(serverUrl, (query) => query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`));
  }
}

type Query = (sql: string) => Promise<{ name: string }[]>;

async function onServer<T>(serverUrl: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await connect(serverUrl);
  try {
    return await work(async (sql) => (await client.query<{ name: string }>(sql)).rows);
  } catch (error) {
    throw explained(error);
  } finally {
    await client.end();
  }
}

function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === INSUFFICIENT_PRIVILEGE)
    return new BackupProblem(
      'The check needs a database of its own, and the user of DATABASE_URL may not create one. Let it (ALTER ROLE … CREATEDB), or check a copy of the file in a clone of the repository, which has a PostgreSQL of its own.',
      { cause: error },
    );
  if (code === OBJECT_IN_USE)
    return new BackupProblem('A different check is running on this server. Wait until it has ended.', {
      cause: error,
    });
  return error;
}
