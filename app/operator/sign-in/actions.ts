'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { addSchoolForm, changeSchoolForm, deleteSchoolForm } from '@/lib/accounts/account-forms.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { requireAdmin } from '@/lib/operator/access.ts';
import { addSchool, changeSchool, deleteSchool } from '@/lib/schools/providers.ts';

export async function submitNewSchool(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, addSchoolForm, async ({ password, ...school }): Promise<FormState> => {
    await addSchool(await requireAdmin(), { ...school, clientSecret: password });
    refresh();
    return { done: 'Added. The sign-in page now has a button for it.' };
  });
}

/** @param id unvalidated */
export async function submitSchoolChange(
  id: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, changeSchoolForm, async ({ password, ...change }): Promise<FormState> => {
    await changeSchool(await requireAdmin(), String(id), { ...change, clientSecret: password });
    refresh();
    return { values: change, done: 'Saved.' };
  });
}

/**
 * @param id unvalidated
 * @param stranded unvalidated number of accounts without another way to sign in, as the page showed it
 */
export async function submitSchoolDeletion(
  id: unknown,
  stranded: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, deleteSchoolForm, async ({ confirmed }): Promise<FormState> => {
    if (confirmed === undefined) return { message: 'Tick the box first to confirm.' };
    await deleteSchool(await requireAdmin(), String(id), Number(stranded));
    refresh();
    return { done: 'Deleted.' };
  });
}
