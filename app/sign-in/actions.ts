'use server';

import { hrefTo, signInAddress } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { mailLinkForm, pathOfThisSite, signInForm } from '@/lib/accounts/account-forms.ts';
import { signIn } from '@/lib/accounts/credentials.ts';
import { mailLink } from '@/lib/accounts/mailed-link.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

/** @param to unvalidated path to continue on */
export async function submitSignIn(to: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, signInForm, async (credentials) => {
    const { needsCode } = await signIn(credentials);
    const path = pathOfThisSite(to, hrefTo('account'));
    return { continueTo: needsCode ? signInAddress('signInCode', path) : path };
  });
}

/** Has a link sent to the owner of an account. @param to unvalidated path to continue on */
export async function submitMailLink(to: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, mailLinkForm, async ({ email }) => {
    await mailLink(email, pathOfThisSite(to, hrefTo('account')));
    return { done: 'If there is an account with this address, a link is on its way. It works for an hour.' };
  });
}
