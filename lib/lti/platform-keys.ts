import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { createRemoteJWKSet, customFetch } from 'jose';
import { isAllowed } from '../http/allowed-address.ts';
import { perProcess } from '../platform/per-process.ts';
import { fetchFromPlatform } from './fetch-from-platform.ts';

/** An unknown key ID causes a new fetch only this long after the last one. */
const COOL_DOWN_MS = 30_000;
const MAX_AGE_MS = 10 * 60_000;
/** Beyond it, all are fetched again, so that old addresses are forgotten. */
const SETS_MAX = 200;

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** The public keys of an LMS, fetched when they are first needed, and again for an unknown key ID. */
export function platformKeys(jwksUrl: string): KeySet {
  const sets = perProcess('key sets of LMSs', () => new Map<string, KeySet>());
  if (sets.size >= SETS_MAX) sets.clear();
  const known = sets.get(jwksUrl);
  if (known) return known;
  const made = createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: COOL_DOWN_MS,
    cacheMaxAge: MAX_AGE_MS,
    [customFetch]: (address) => fetchFromPlatform(address, { headers: { accept: 'application/json' } }),
  });
  sets.set(jwksUrl, made);
  return made;
}

/**
 * Checks the address of a key set while someone enters it.
 *
 * @throws PlatformError `bad-request`, whose message says what is wrong
 */
export async function checkKeySet(jwksUrl: string): Promise<void> {
  if (!isAllowed(jwksUrl)) throw wrong('The address of the key set has to begin with https://.');
  try {
    await platformKeys(jwksUrl).reload();
  } catch (error) {
    if (error instanceof PlatformError) throw wrong(`The key set could not be read: ${error.learnerMessage}`);
    throw wrong(
      'There is no key set at this address, or it did not answer within 5 seconds. Copy the address of the public key set (JWKS) from the LMS.',
    );
  }
}

const wrong = (message: string) => new PlatformError('bad-request', message);
