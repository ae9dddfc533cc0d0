/**
 * `npm run admin-link`: prints a link that makes the account that opens it an admin of the installation with
 * the same environment. For installations that are not started with `npm start`, and for an admin who can no
 * longer sign in.
 */
import { join, resolve } from 'node:path';
import { makeAdminLink } from '../launcher/admin-link.ts';
import { runningDatabaseUrl } from '../launcher/database.ts';

const { DATA_DIR, DATABASE_URL, PORT = '3000', SITE_URL = `http://localhost:${PORT}` } = process.env;
const dataDir = resolve(DATA_DIR || join(import.meta.dirname, '../.data'));
const databaseUrl = DATABASE_URL || (await runningDatabaseUrl(dataDir));
if (databaseUrl === undefined) {
  console.error(
    `No database is running in ${dataDir}. Start the site, or set DATA_DIR or DATABASE_URL to the value that it uses.`,
  );
  process.exit(1);
}
const path = await makeAdminLink(databaseUrl, { onlyFirst: false });
console.log(new URL(path!, SITE_URL).href);
