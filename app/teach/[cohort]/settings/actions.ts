'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';
import { changeSettings, deleteCohort } from '@/lib/teaching/cohort.ts';
import { deleteForm, settingsForm } from '@/lib/teaching/forms.ts';

/** @param cohortId unvalidated */
export async function submitSettings(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, settingsForm, async ({ version, settings }) => {
    await changeSettings(await actingOnCohort(cohortId, 'manage'), version, settings);
    refresh();
    return { done: 'Saved. Grades follow the new settings immediately.' };
  });
}

/** @param cohortId unvalidated */
export async function submitDeletion(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, deleteForm, async ({ name }) => {
    if (!(await deleteCohort(await actingOnCohort(cohortId, 'manage'), name)))
      return { problems: { name: 'This is not the name of the class.' }, values: { name } };
    return redirect(`${hrefTo('teach')}?deleted`);
  });
}
