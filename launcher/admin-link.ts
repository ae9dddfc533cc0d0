import { randomUUID } from 'node:crypto';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { Client } from 'pg';
import { linkTokenHash, newLinkToken } from '../lib/accounts/link-token.ts';

/**
 * Makes a link that turns the account that opens it into an admin, once within a week. Earlier links of this
 * kind stop working.
 *
 * @param options.onlyFirst do nothing if there is an admin
 * @returns the link's path; undefined if nothing was done
 */
export async function makeAdminLink(
  databaseUrl: string,
  { onlyFirst }: { onlyFirst: boolean },
): Promise<string | undefined> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const admins = await client.query('SELECT FROM "user" WHERE is_admin');
    if (onlyFirst && admins.rowCount !== 0) return undefined;
    const token = newLinkToken();
    await client.query('BEGIN');
    await client.query(`DELETE FROM one_time_link WHERE purpose = 'admin' AND used_at IS NULL`);
    await client.query(
      `INSERT INTO one_time_link (id, token_hash, purpose, expires_at) VALUES ($1, $2, 'admin', now() + interval '7 days')`,
      [randomUUID(), linkTokenHash(token)],
    );
    await client.query('COMMIT');
    return hrefTo('link', token);
  } finally {
    await client.end();
  }
}
