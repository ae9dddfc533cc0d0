'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { hrefTo } from '@dfm/contracts/pages';
import { refresh } from 'next/cache';
import {
  changePasswordForm,
  deleteAccountForm,
  nameForm,
  ownSchoolForm,
} from '@/lib/accounts/account-forms.ts';
import { signOut } from '@/lib/accounts/credentials.ts';
import { changePassword, deleteAccount, rename, signOutBrowser } from '@/lib/accounts/own-account.ts';
import { actingAccount } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { disconnectSchool } from '@/lib/schools/own-schools.ts';
import { startWithSchool } from '@/lib/schools/sign-in-with-school.ts';

export async function submitName(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, nameForm, async ({ name }) => {
    await rename(await actingAccount(), name);
    refresh();
    return { values: { name }, done: 'Saved.' };
  });
}

export async function submitPassword(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, changePasswordForm, async (passwords) => {
    await changePassword(await actingAccount(), passwords);
    refresh();
    return { done: 'Changed. Every other browser has been signed out.' };
  });
}

export async function submitDeletion(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, deleteAccountForm, async ({ current }) => {
    await deleteAccount(await actingAccount(), current);
    return { continueTo: hrefTo('home') };
  });
}

/** Continues on the page of a school, to connect it. @param providerId unvalidated ID of the school */
export async function submitConnection(providerId: unknown): Promise<FormState> {
  return orMessage(async (): Promise<FormState> => {
    const { id } = await actingAccount();
    return { continueTo: await startWithSchool(providerId, { to: hrefTo('account'), connectTo: id }) };
  });
}

export async function submitDisconnection(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, ownSchoolForm, async ({ disconnect }): Promise<FormState> => {
    await disconnectSchool(await actingAccount(), disconnect);
    refresh();
    return { done: 'Disconnected.' };
  });
}

/** Signs another browser out. @param sessionId unvalidated */
export async function endSession(sessionId: unknown): Promise<void> {
  const account = await actingAccount();
  if (typeof sessionId === 'string') await signOutBrowser(account, sessionId);
  refresh();
}

export async function endOwnSession(): Promise<void> {
  await signOut();
}
