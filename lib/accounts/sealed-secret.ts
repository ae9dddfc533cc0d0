import 'server-only';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '../platform/env.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for each use, so that what one reveals says nothing about another. */
export function keyFor(use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', env().AUTH_SECRET, '', use, 32));
}

/** Encrypts a secret of an account with AES-256-GCM. For a different account it cannot be opened. */
export function seal(secret: string, accountId: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor('second factor'), nonce).setAAD(Buffer.from(accountId));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
}

/** The secret in what `seal` returned. @throws Error if it was changed, or made with a different AUTH_SECRET */
export function unseal(sealed: string, accountId: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
  const decipher = createDecipheriv('aes-256-gcm', keyFor('second factor'), nonce, {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(accountId))
    .setAuthTag(tag);
  return Buffer.concat([
    decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
    decipher.final(),
  ]).toString();
}
