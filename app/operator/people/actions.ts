'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { personForm } from '@/lib/accounts/account-forms.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { requireAdmin } from '@/lib/operator/access.ts';
import { eraseForAdmin, personWithEmail, resetSecondFactorForAdmin } from '@/lib/operator/person.ts';

export async function submitSearch(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, personForm, async ({ email }) =>
    redirect(hrefTo('operatorPerson', await personWithEmail(await requireAdmin(), email))),
  );
}

/** @param personId unvalidated */
export async function submitErasure(
  personId: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, personForm, async ({ email }) => {
    if (!(await eraseForAdmin(await requireAdmin(), String(personId), email)))
      return { problems: { email: 'This is not the address of this account.' }, values: { email } };
    return redirect(`${hrefTo('operatorPeople')}?erased`);
  });
}

/** @param personId unvalidated */
export async function submitSecondFactorReset(
  personId: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, personForm, async ({ email }) => {
    if (!(await resetSecondFactorForAdmin(await requireAdmin(), String(personId), email)))
      return { problems: { email: 'This is not the address of this account.' }, values: { email } };
    refresh();
    return { done: 'The second factor is off.' };
  });
}
