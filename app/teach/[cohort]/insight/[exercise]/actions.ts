'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { commentForMany } from '@/lib/alike/comment-for-many.ts';
import { commentForManyForm } from '@/lib/alike/forms.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';

/** @param cohortId, exercise unvalidated */
export async function submitCommentForMany(
  cohortId: string,
  exercise: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, commentForManyForm, async (comment) => {
    const written = await commentForMany(await actingOnCohort(cohortId, 'seeWork'), exercise, comment);
    refresh();
    return { done: written === 1 ? 'Sent to one learner.' : `Sent to ${written} learners.` };
  });
}
