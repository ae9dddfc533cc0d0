'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { deleteTokenForm, tokenForm } from '@/lib/accounts/account-forms.ts';
import { deleteApiToken, makeApiToken } from '@/lib/accounts/api-token.ts';
import { actingAccount } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

export async function submitToken(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, tokenForm, async ({ name, mayPush }): Promise<FormState> => {
    const token = await makeApiToken(await actingAccount(), { name, mayPush: mayPush !== undefined });
    refresh();
    return { token, done: 'Copy the token now. It is not shown again.' };
  });
}

export async function submitTokenDeletion(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, deleteTokenForm, async ({ delete: id }): Promise<FormState> => {
    const worked = await deleteApiToken(await actingAccount(), id);
    refresh();
    return { done: worked ? 'The token no longer works.' : 'The token had already been deleted.' };
  });
}
