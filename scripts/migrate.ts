/**
 * `node scripts/migrate.ts`: applies the migrations that the database at DATABASE_URL lacks. For
 * installations that are not started with `npm start`, before each start of a new version.
 */
import { migrate } from '../launcher/migrate.ts';

const { DATABASE_URL } = process.env;
if (!DATABASE_URL) {
  console.error('Set DATABASE_URL to the value that the site uses.');
  process.exit(1);
}
const applied = await migrate(DATABASE_URL, { report: console.log });
console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`);
