import 'server-only';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '../platform/env.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What a text is sealed for. Each has a key of its own, so that one cannot be used as the other. */
type Purpose = 'client secret' | 'sign-in with a school';

/** Encrypts a text, so that it can be neither read nor changed without AUTH_SECRET. */
export function seal(text: string, purpose: Purpose): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), iv);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
}

/** The text that was sealed; undefined if it was changed, or sealed with another AUTH_SECRET. */
export function unseal(sealed: string, purpose: Purpose): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, IV_BYTES), options);
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function keyFor(purpose: Purpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', env().AUTH_SECRET, '', purpose, 32));
}
