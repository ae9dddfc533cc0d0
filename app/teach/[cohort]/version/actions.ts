'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { redirect } from 'next/navigation';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';
import { moveClass } from '@/lib/versions/class-version.ts';
import { moveForm } from '@/lib/versions/forms.ts';

/**
 * Moves a class to the version that the form names.
 *
 * @param cohortId unvalidated
 * @param seen the version that the page showed
 */
export async function submitMove(
  cohortId: string,
  seen: number | null,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, moveForm, async ({ to }) => {
    await moveClass(await actingOnCohort(cohortId, 'manage'), to, seen);
    return redirect(hrefTo('cohortVersion', cohortId));
  });
}
