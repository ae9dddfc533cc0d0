import 'server-only';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { env } from '../platform/env.ts';
import { seal, unseal } from '../platform/sealed.ts';

/** Where schools send the browser back to. */
export const CALLBACK_PATH = '/sign-in/school';
const COOKIE = 'sign-in-with-school';
const VALID_SECONDS = 10 * 60;

const schoolVisit = z.object({
  providerId: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Validated path to continue on. */
  to: z.string(),
  /** The account that is being connected; without it, someone signs in. */
  connectTo: z.string().optional(),
  /** In ms since 1970. A browser may keep a cookie for longer than it was told. */
  expiresAt: z.number(),
});

/** What the site has to remember while someone is at their school. */
export type SchoolVisit = z.infer<typeof schoolVisit>;

/** Remembers a visit in the browser, where only this site can read it. */
export async function rememberVisit(visit: Omit<SchoolVisit, 'expiresAt'>): Promise<void> {
  const text = JSON.stringify({ ...visit, expiresAt: Date.now() + VALID_SECONDS * 1_000 });
  (await cookies()).set(COOKIE, seal(text, 'sign-in with a school'), attributes(VALID_SECONDS));
}

/** The visit that a browser returns from, which it then forgets; undefined if there is none, or no longer. */
export async function takeVisit(): Promise<SchoolVisit | undefined> {
  const store = await cookies();
  const sealed = store.get(COOKIE)?.value;
  if (sealed === undefined) return undefined;
  store.set(COOKIE, '', attributes(0));
  const text = unseal(sealed, 'sign-in with a school');
  if (text === undefined) return undefined;
  const visit = schoolVisit.parse(JSON.parse(text));
  return visit.expiresAt > Date.now() ? visit : undefined;
}

/** `lax`: the browser has to send it when it comes back from the school. */
function attributes(maxAge: number) {
  return {
    httpOnly: true,
    sameSite: 'lax',
    secure: env().SITE_URL.startsWith('https:'),
    path: CALLBACK_PATH,
    maxAge,
  } as const;
}
