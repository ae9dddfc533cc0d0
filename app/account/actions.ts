'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import {
  changePasswordForm,
  ownerForm,
  nameForm,
  ownSchoolForm,
  secondFactorForm,
} from '@/lib/accounts/account-forms.ts';
import { signOut } from '@/lib/accounts/credentials.ts';
import {
  changePassword,
  confirmPassword,
  deleteAccount,
  rename,
  signOutBrowser,
} from '@/lib/accounts/own-account.ts';
import { confirmSecondFactor, startSecondFactor, stopSecondFactor } from '@/lib/accounts/second-factor.ts';
import { actingAccount, actingAccountIfAny } from '@/lib/auth/session.ts';
import { isUserId } from '@/lib/db/is-id.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
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

/** Starts, confirms or turns off the second factor, as the stage says that the form was for. */
export async function submitSecondFactor(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, secondFactorForm, async (entered): Promise<FormState> => {
    const account = await actingAccount();
    if (entered.stage === 'off') {
      await startSecondFactor(account, entered.current);
      refresh();
      return {};
    }
    if (entered.stage === 'setup') {
      const backupCodes = await confirmSecondFactor(account, entered.code);
      refresh();
      return { backupCodes, done: 'The second factor is on. Every other browser has been signed out.' };
    }
    await stopSecondFactor(account, entered);
    refresh();
    return { done: 'The second factor is off.' };
  });
}

export async function submitDeletion(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, ownerForm, async ({ current }) => {
    await deleteAccount(await actingAccount(), current);
    return { continueTo: hrefTo('home') };
  });
}

/** Continues on the page of a school, to connect it. @param providerId unvalidated ID of the school */
export async function submitConnection(
  providerId: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, ownerForm, async ({ current }): Promise<FormState> => {
    const account = await actingAccount();
    await confirmPassword(account, current);
    return {
      continueTo: await startWithSchool(providerId, { to: hrefTo('account'), connectTo: account.id }),
    };
  });
}

export async function submitDisconnection(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, ownSchoolForm, async ({ disconnect }): Promise<FormState> => {
    await disconnectSchool(await actingAccount(), disconnect);
    refresh();
    return { done: 'Disconnected.' };
  });
}

/**
 * Signs another browser out. Does nothing if this one has been signed out by now: the page then leads to the
 * sign-in.
 *
 * @param sessionId unvalidated
 */
export async function endSession(sessionId: unknown): Promise<void> {
  const account = await actingAccountIfAny();
  if (account && isUserId(sessionId)) await signOutBrowser(account, sessionId);
  refresh();
}

export async function endOwnSession(): Promise<void> {
  await signOut();
}
