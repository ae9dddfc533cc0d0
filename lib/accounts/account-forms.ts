import 'server-only';
import { z } from 'zod';
import { passwordLength } from '../auth/auth.ts';
import { storable } from '../db/storable.ts';

const name = z
  .string()
  .transform((text) => storable(text).trim())
  .pipe(
    z
      .string()
      .min(1, 'Enter your name as your teacher knows it.')
      .max(80, 'A name has at most 80 characters.'),
  );

const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('This is not an e-mail address. Enter one such as ada@school.example.').max(254));

const newPassword = z
  .string()
  .min(passwordLength.min, `A password has at least ${passwordLength.min} characters.`)
  .max(passwordLength.max, `A password has at most ${passwordLength.max} characters.`);

export const createAccountForm = z.object({ name, email, password: newPassword });
/** For someone who wants a link by e-mail. */
export const mailLinkForm = z.object({ email });
/** An existing password may have any length, because the rules may have been different when it was chosen. */
export const signInForm = z.object({ email, password: z.string().max(1_000) });
export const nameForm = z.object({ name });
export const newPasswordForm = z.object({ password: newPassword });

/** The name of a new token, and a checkbox: whether git can push with it. */
export const tokenForm = z.object({
  name: z
    .string()
    .max(1_000)
    .transform((text) => storable(text).trim())
    .pipe(
      z
        .string()
        .min(1, 'Enter what the token is for, such as “grades into our LMS”.')
        .max(80, 'A name has at most 80 characters.'),
    ),
  mayPush: z.literal('on').optional(),
});

/** The token that is deleted. */
export const deleteTokenForm = z.object({ delete: z.string().max(100) });

const text = (what: string, max: number) =>
  z
    .string()
    .transform((entered) => storable(entered).trim())
    .pipe(z.string().min(1, `Enter ${what}.`).max(max, `This has at most ${max} characters.`));

const schoolName = text('the name that the button shows', 80);
const clientId = text('the client ID that the provider shows', 500);
/** For an admin who registers a school. */
export const addSchoolForm = z.object({
  name: schoolName,
  issuer: text('the issuer', 500).pipe(z.url('This is not an address. It begins with https://.')),
  clientId,
  password: text('the client secret that the provider shows', 1_000),
});
/** An empty secret keeps the present one. */
export const changeSchoolForm = z.object({
  name: schoolName,
  clientId,
  password: z.string().max(1_000).trim(),
});
export const deleteSchoolForm = z.object({ confirmed: z.literal('on').optional() });
/** The school with which the button of the form connects or disconnects an account. */
export const ownSchoolForm = z.object({ disconnect: z.string().max(100) });

const current = z.string().max(1_000);
/** Of an app or a backup code. */
const code = z.string().trim().min(1, 'Enter a code.').max(100, 'A code has at most 100 characters.');

export const changePasswordForm = z.object({ current, password: newPassword });
/** For an admin who looks for an account. */
export const personForm = z.object({ email });
/** The password of the account in use, or its e-mail address if it has none. */
export const ownerForm = z.object({ current });

export const codeForm = z.object({ code });
/** What the owner of an account does with the second factor: the stage in which it is. */
export const secondFactorForm = z.discriminatedUnion('stage', [
  z.object({ stage: z.literal('off'), current }),
  z.object({ stage: z.literal('setup'), code }),
  z.object({ stage: z.literal('on'), current, code }),
]);

const passkeyName = text('a name by which you will recognise the device', 80);
/** The code may be missing, because only accounts with a second factor are asked for one. */
export const startPasskeyForm = z.object({
  name: passkeyName,
  current,
  code: z.string().trim().max(100, 'A code has at most 100 characters.').default(''),
});
export const passkeyNameForm = z.object({ name: passkeyName });
/** The passkey that the button of the form removes. */
export const removePasskeyForm = z.object({ remove: z.string().max(2_000) });

/**
 * Path of this site to continue on after signing in.
 *
 * @param to unvalidated; anything other than a path of this site becomes the account page
 */
export function pathOfThisSite(to: unknown, fallback: string): string {
  if (typeof to !== 'string' || !to.startsWith('/') || to.length > 500) return fallback;
  // Browsers read `//host` and `/\host` as addresses of other sites, and drop tabs and line breaks.
  const url = URL.canParse(to, 'http://this-site') ? new URL(to, 'http://this-site') : undefined;
  // `/.//host` becomes `//host` only here.
  if (url?.origin !== 'http://this-site' || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}
