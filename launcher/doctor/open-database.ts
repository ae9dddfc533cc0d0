import { Client } from 'pg';
import { runningDatabaseUrl } from '../database.ts';
import type { Examined } from './examined.ts';
import { messageOf, NotChecked } from './finding.ts';

const answerMs = 5_000;

/** The address of the database. @throws NotChecked if this machine has none that runs */
export async function databaseAddress({ variables, runner }: Examined): Promise<URL> {
  const { DATABASE_URL } = variables;
  if (DATABASE_URL) {
    const url = URL.parse(DATABASE_URL);
    if (url === null)
      throw new NotChecked('DATABASE_URL is not an address', 'Fix what dfm doctor settings reports.');
    return url;
  }
  const running = await runningDatabaseUrl(runner.DATA_DIR).catch((error: unknown) => {
    throw new NotChecked(
      `the files of the database cannot be read: ${messageOf(error)}`,
      'Run dfm doctor as root, or as the user who runs npm start.',
    );
  });
  if (running === undefined)
    throw new NotChecked(
      `DATABASE_URL is not set, and no database runs in ${runner.DATA_DIR}`,
      'Start the site, or set DATABASE_URL or DATA_DIR as for the site.',
    );
  return new URL(running);
}

/**
 * Reads from a database, and cannot change anything in it.
 *
 * @throws the error of the connection
 */
export async function withDatabase<T>(
  url: URL,
  signal: AbortSignal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: url.href,
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
    application_name: 'dfm doctor',
    options: '-c default_transaction_read_only=on',
  });
  // The query in progress reports it too.
  client.on('error', () => {});
  const stop = () => void client.end().catch(() => {});
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    return await work(client);
  } finally {
    signal.removeEventListener('abort', stop);
    await client.end().catch(() => {});
  }
}

/** The same for checks of something else. @throws NotChecked if the database cannot be reached */
export async function inDatabase<T>(
  examined: Examined,
  signal: AbortSignal,
  work: (client: Client, url: URL) => Promise<T>,
): Promise<T> {
  let isOpen = false;
  try {
    const url = await databaseAddress(examined);
    return await withDatabase(url, signal, (client) => ((isOpen = true), work(client, url)));
  } catch (error) {
    if (isOpen) throw error;
    throw new NotChecked('the database cannot be reached', 'See what dfm doctor database reports.');
  }
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|)$/;

/** Whether an address is on this machine, and so has the same clock. */
export const isThisMachine = ({ hostname }: URL): boolean => loopback.test(hostname);
