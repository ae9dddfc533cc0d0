/**
 * `npm run admin-link`: prints a link that makes the account that opens it an admin of the installation whose
 * database is at DATABASE_URL. For installations that are not started with `npm start`, and for an admin who
 * can no longer sign in.
 */
import { makeAdminLink } from '../launcher/admin-link.ts';

const { DATABASE_URL, SITE_URL } = process.env;
if (!DATABASE_URL || !SITE_URL) {
  console.error('Set DATABASE_URL and SITE_URL to the values that the site uses.');
  process.exit(1);
}
const path = await makeAdminLink(DATABASE_URL, { onlyFirst: false });
console.log(new URL(path!, SITE_URL).href);
