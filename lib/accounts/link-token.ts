import { createHash, randomBytes } from 'node:crypto';

/** A new secret for a one-time link. */
export function newLinkToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored instead of a token. The token has 256 random bits, so no slow hash is needed. */
export function linkTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
