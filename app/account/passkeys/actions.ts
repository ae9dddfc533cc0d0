'use server';

import type { FormState, NewPasskeyState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { passkeyNameForm, removePasskeyForm, startPasskeyForm } from '@/lib/accounts/account-forms.ts';
import { addPasskey, removePasskey, startPasskey } from '@/lib/accounts/passkeys.ts';
import { actingAccount } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

/** Checks who adds a passkey, and lets the browser make one. */
export async function submitPasskeyStart(_before: FormState, form: FormData): Promise<NewPasskeyState> {
  return handleForm(form, startPasskeyForm, async ({ name, ...entered }): Promise<NewPasskeyState> => ({
    creation: await startPasskey(await actingAccount(), entered),
    values: { name },
  }));
}

/** Adds the passkey that the browser has made. @param answer unvalidated answer of the browser */
export async function submitPasskey(answer: unknown, form: FormData): Promise<FormState> {
  return handleForm(form, passkeyNameForm, async ({ name }): Promise<FormState> => {
    await addPasskey(await actingAccount(), name, answer);
    refresh();
    return { done: 'Added. From now on you can sign in with it.' };
  });
}

export async function submitPasskeyRemoval(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, removePasskeyForm, async ({ remove }): Promise<FormState> => {
    await removePasskey(await actingAccount(), remove);
    refresh();
    return { done: 'Removed. You can delete it on the device too: this site no longer accepts it.' };
  });
}
