'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { createAccountForm, pathOfThisSite } from '@/lib/accounts/account-forms.ts';
import { createAccount } from '@/lib/accounts/credentials.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

/** @param to unvalidated path to continue on */
export async function submitAccount(to: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, createAccountForm, async (account) => {
    await createAccount(account);
    return { continueTo: pathOfThisSite(to, hrefTo('account')) };
  });
}
