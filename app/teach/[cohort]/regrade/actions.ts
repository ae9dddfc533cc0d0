'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { redirect } from 'next/navigation';
import { handleForm } from '@/lib/http/handle-form.ts';
import { startForm } from '@/lib/regrade/forms.ts';
import { startRegrade } from '@/lib/regrade/start.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';

/** @param cohortId unvalidated */
export async function submitRegrade(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, startForm, async (start) => {
    const access = await actingOnCohort(cohortId, 'manage');
    redirect(hrefTo('cohortRegrade', access.cohortId, await startRegrade(access, start)));
  });
}
