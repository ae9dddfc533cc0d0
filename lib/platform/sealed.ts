import 'server-only';
import { env } from './env.ts';
import { keyFrom, sealWith, unsealWith, type Use } from './sealed-with.ts';

/** 32 bytes, derived from AUTH_SECRET. */
export const keyFor = (use: Use): Buffer => keyFrom(env().AUTH_SECRET, use);

/**
 * Encrypts a text with AES-256-GCM, so that it can be neither read nor changed without AUTH_SECRET.
 *
 * @param owner to whom it belongs, such as the ID of an account. For another owner it cannot be opened.
 */
export function seal(text: string, use: Use, owner = ''): string {
  return sealWith(keyFor(use), text, owner);
}

/**
 * The text that was sealed; undefined if it was changed, or sealed for another owner or with another
 * AUTH_SECRET.
 */
export function unseal(sealed: string, use: Use, owner = ''): string | undefined {
  return unsealWith(keyFor(use), sealed, owner);
}
