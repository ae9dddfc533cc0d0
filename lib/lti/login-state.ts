import 'server-only';
import { z } from 'zod';
import { newLinkToken } from '../accounts/link-token.ts';
import { seal, unseal } from '../platform/sealed.ts';

const VALID_MS = 10 * 60_000;

const loginState = z.object({
  platformId: z.string(),
  nonce: z.string(),
  /** Hash of the frame that waits for what is chosen. */
  frame: z.string().optional(),
  /** In ms since 1970. */
  expiresAt: z.number(),
});

/** What the site has to know when a browser comes back from an LMS. */
export type LoginState = z.infer<typeof loginState>;

/**
 * A new state, which goes through the LMS and back. Only this site can read it, and only for the browser for
 * which it was made. Nothing is stored, and several links can be opened at once.
 */
export function newLoginState(
  login: Pick<LoginState, 'platformId' | 'frame'>,
  browser: string,
): { state: string; nonce: string } {
  const nonce = newLinkToken();
  const text = JSON.stringify({ ...login, nonce, expiresAt: Date.now() + VALID_MS } satisfies LoginState);
  return { state: seal(text, 'launch from an LMS', browser), nonce };
}

/** @returns undefined if it was changed, is too old, or was made for a different browser */
export function readLoginState(state: string, browser: string): LoginState | undefined {
  const text = unseal(state, 'launch from an LMS', browser);
  if (text === undefined) return undefined;
  const read = loginState.parse(JSON.parse(text));
  return read.expiresAt > Date.now() ? read : undefined;
}
