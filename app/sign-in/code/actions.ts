'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { codeForm, pathOfThisSite } from '@/lib/accounts/account-forms.ts';
import { finishSignIn } from '@/lib/accounts/pending-sign-in.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

/** @param to unvalidated path to continue on */
export async function submitCode(to: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, codeForm, async ({ code }) => {
    await finishSignIn(code);
    return { continueTo: pathOfThisSite(to, hrefTo('account')) };
  });
}
