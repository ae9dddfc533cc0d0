'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { pathOfThisSite, signInForm } from '@/lib/accounts/account-forms.ts';
import { signIn } from '@/lib/accounts/credentials.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { startWithSchool } from '@/lib/schools/sign-in-with-school.ts';

/** @param to unvalidated path to continue on */
export async function submitSignIn(to: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, signInForm, async (credentials) => {
    await signIn(credentials);
    return { continueTo: pathOfThisSite(to, hrefTo('account')) };
  });
}

/**
 * Continues on the page of a school.
 *
 * @param providerId unvalidated ID of the school
 * @param to unvalidated path to continue on
 */
export async function submitSchool(providerId: unknown, to: unknown): Promise<FormState> {
  return orMessage(async (): Promise<FormState> => {
    const next = { to: pathOfThisSite(to, hrefTo('account')) };
    return { continueTo: await startWithSchool(providerId, next) };
  });
}
