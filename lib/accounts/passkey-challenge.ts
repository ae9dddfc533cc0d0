import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { env } from '../platform/env.ts';
import { seal, unseal } from '../platform/sealed.ts';

const COOKIE = 'dfm.passkey';
const VALID_SECONDS = 5 * 60;

const remembered = z.object({
  /** In base64url. */
  challenge: z.string(),
  /** In ms since 1970. */
  madeAt: z.number(),
});

type Purpose = 'new passkey' | 'sign-in with a passkey';

/** What a device has to sign, and when it was made. */
export type Challenge = z.infer<typeof remembered>;

/** The site as browsers see it when they use a passkey. */
export function relyingParty(): { id: string; origin: string } {
  const { hostname, origin } = new URL(env().SITE_URL);
  return { id: hostname, origin };
}

/**
 * Remembers in the browser what its device has to sign. Only this site can read it.
 *
 * @param owner ID of the account to which a passkey is added; empty for signing in
 */
export async function rememberChallenge(challenge: string, purpose: Purpose, owner = ''): Promise<void> {
  const text = JSON.stringify({ challenge, madeAt: Date.now() });
  (await cookies()).set(COOKIE, seal(text, purpose, owner), {
    httpOnly: true,
    sameSite: 'strict',
    secure: env().SITE_URL.startsWith('https:'),
    path: '/',
    maxAge: VALID_SECONDS,
  });
}

/**
 * What the device of this browser has to sign, which the browser then forgets.
 *
 * @returns undefined if it is too old, or was made for something else or another account
 */
export async function takeChallenge(purpose: Purpose, owner = ''): Promise<Challenge | undefined> {
  const store = await cookies();
  const sealed = store.get(COOKIE)?.value;
  if (sealed === undefined) return undefined;
  store.delete(COOKIE);
  const text = unseal(sealed, purpose, owner);
  if (text === undefined) return undefined;
  const challenge = remembered.parse(JSON.parse(text));
  return challenge.madeAt > Date.now() - VALID_SECONDS * 1_000 ? challenge : undefined;
}
