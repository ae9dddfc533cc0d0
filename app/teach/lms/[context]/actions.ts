'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnContext } from '@/lib/lti/access.ts';
import { bindContext } from '@/lib/lti/contexts.ts';
import { classForm } from '@/lib/lti/forms.ts';

/** @param context unvalidated ID */
export async function submitClass(context: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, classForm, async ({ cohort }): Promise<FormState> => {
    const access = await actingOnContext(context);
    await bindContext(access, access.contextId, cohort === '' ? null : cohort);
    refresh();
    return { values: { cohort }, done: 'Saved.' };
  });
}
