'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { pathOfThisSite, signInForm } from '@/lib/accounts/account-forms.ts';
import { signIn } from '@/lib/accounts/credentials.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

/** @param to unvalidated path to continue on */
export async function submitSignIn(to: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, signInForm, async (credentials) => {
    await signIn(credentials);
    return { continueTo: pathOfThisSite(to, hrefTo('account')) };
  });
}
