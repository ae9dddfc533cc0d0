import { createPrivateKey } from 'node:crypto';
import type { Client } from 'pg';
import { RETIRED_TOOL_KEY_DAYS } from '../../lib/limits/retired-key-days.ts';
import { toolAddresses } from '../../lib/lti/tool-addresses.ts';
import { keyFrom, unsealWith } from '../../lib/platform/sealed-with.ts';
import { knownSecret } from '../secrets.ts';
import type { Check } from './check.ts';
import { siteAddress } from './examined.ts';
import { type Finding, good, NotChecked, problem, warning } from './finding.ts';
import { httpGet } from './http-get.ts';
import { longTime } from './long-time.ts';
import { inDatabase } from './open-database.ts';

/** The keys with which the site signs what it sends to an LMS. */
export const lti: Check = {
  name: 'lti',
  about: 'keys for LMS: there, readable, served by the site, about to go',
  async run(examined, signal) {
    const secret = knownSecret(examined.runner.DATA_DIR, 'AUTH_SECRET', examined.variables);
    const { platforms, stored } = await inDatabase(examined, signal, keysOf);
    if (platforms === 0) throw new NotChecked('no LMS is connected');
    if (secret === undefined)
      throw new NotChecked('AUTH_SECRET is not known here', 'Set it, or DATA_DIR, as for the site.');
    const { url } = siteAddress(examined);
    const served = await httpGet(new URL(toolAddresses(url.href).keySet), signal).then(
      ({ text }) => (JSON.parse(text) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid),
      () => undefined,
    );
    return ltiFindings(stored, secret, served, Date.now());
  },
};

export interface StoredKey {
  id: string;
  /** JWK, encrypted. */
  sealed: string;
  retiredAt: Date | null;
}

async function keysOf(client: Client): Promise<{ platforms: number; stored: StoredKey[] }> {
  const { rows } = await client.query<{ platforms: number }>(
    'SELECT count(*)::int AS platforms FROM lti_platform',
  );
  const keys = await client.query<StoredKey>(
    `SELECT id, private_key AS sealed, retired_at AS "retiredAt" FROM lti_key
     WHERE retired_at IS NULL OR retired_at > now() - make_interval(days => $1) ORDER BY id DESC`,
    [RETIRED_TOOL_KEY_DAYS],
  );
  return { platforms: rows[0]!.platforms, stored: keys.rows };
}

const minBits = 2_048;

/**
 * @param stored the newest first
 * @param served IDs of the keys in the site's key set; undefined if it cannot be read
 */
export function ltiFindings(
  stored: readonly StoredKey[],
  authSecret: string,
  served: readonly string[] | undefined,
  now: number,
): Finding[] {
  const key = stored.find(({ retiredAt }) => retiredAt === null);
  if (key === undefined)
    return [
      warning(
        'an LMS is connected, and there is no key yet',
        'Open the address of the key set once; it is shown under Teach, LMS.',
      ),
    ];
  const bits = bitsOf(key, authSecret);
  if (bits === undefined)
    return [
      problem(
        'the key cannot be read with this AUTH_SECRET',
        'Restore the AUTH_SECRET with which it was encrypted; otherwise the site makes a new key the next time it signs.',
      ),
    ];
  const findings: Finding[] = [];
  if (bits < minBits)
    findings.push(
      problem(
        `the key has ${bits} bits`,
        'Make a new key under Teach, LMS, where an admin has a button for it.',
      ),
    );
  if (served === undefined)
    findings.push(
      warning('the site does not serve its key set', 'Start the site, and see what dfm doctor site reports.'),
    );
  else if (!served.includes(key.id))
    findings.push(
      problem(
        'the key set at SITE_URL does not have the key of this database',
        'Make sure that the site at SITE_URL uses this database and this AUTH_SECRET, and that no cache keeps the key set.',
      ),
    );
  for (const { retiredAt } of stored) {
    if (retiredAt === null) continue;
    const leftMs = retiredAt.getTime() + RETIRED_TOOL_KEY_DAYS * 24 * 60 * 60_000 - now;
    findings.push(
      warning(
        `the previous key leaves the key set in ${longTime(leftMs)}`,
        'If an LMS has the key itself instead of the address of the key set, enter the new one there before.',
      ),
    );
  }
  return findings.length > 0 ? findings : [good(`one key of ${bits} bits, served by the site`)];
}

/** Undefined if it cannot be read. */
function bitsOf({ sealed }: StoredKey, authSecret: string): number | undefined {
  const text = unsealWith(keyFrom(authSecret, 'key of the LMS tool'), sealed, '');
  if (text === undefined) return undefined;
  try {
    const key = createPrivateKey({ key: JSON.parse(text), format: 'jwk' });
    return key.asymmetricKeyDetails?.modulusLength;
  } catch {
    return undefined;
  }
}
