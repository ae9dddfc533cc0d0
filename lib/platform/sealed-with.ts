import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a key is for. Each use has a key of its own, so that nothing of one can be used as another. */
export type Use =
  | 'second factor'
  | 'backup code'
  | 'client secret'
  | 'sign-in with a school'
  | 'launch from an LMS'
  | 'key of the LMS tool'
  | 'new passkey'
  | 'sign-in with a passkey'
  | 'host of a preview'
  | 'ticket for a preview'
  | 'cookie of a preview';

/** 32 bytes, derived from AUTH_SECRET. Without `server-only`, because `dfm doctor` opens keys with it. */
export function keyFrom(authSecret: string, use: Use): Buffer {
  return Buffer.from(hkdfSync('sha256', authSecret, '', use, 32));
}

/**
 * Encrypts a text with AES-256-GCM, so that it can be neither read nor changed without the key.
 *
 * @param owner to whom it belongs, such as the ID of an account. For another owner it cannot be opened.
 */
export function sealWith(key: Buffer, text: string, owner: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** The text that was sealed; undefined if it was changed, or sealed for another owner or with another key. */
export function unsealWith(key: Buffer, sealed: string, owner: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(tag);
  try {
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
