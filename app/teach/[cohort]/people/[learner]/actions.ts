'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';
import { extendDeadline, overrideGrade } from '@/lib/teaching/class-member.ts';
import { extensionForm, groupForm, overrideForm } from '@/lib/teaching/forms.ts';
import { changeGroup } from '@/lib/teaching/roster.ts';

/** @param cohortId, learnerId unvalidated */
export async function submitExtension(
  cohortId: string,
  learnerId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, extensionForm, async (extension) => {
    await extendDeadline(await actingOnCohort(cohortId, 'manage'), String(learnerId), extension);
    refresh();
    return {
      done: extension.until === '' ? 'The learner has no extension of their own any more.' : 'Extended.',
    };
  });
}

/** @param cohortId, learnerId unvalidated */
export async function submitGroup(
  cohortId: string,
  learnerId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, groupForm, async ({ group }) => {
    const access = await actingOnCohort(cohortId, 'manage');
    if (!(await changeGroup(access, String(learnerId), group)))
      return { message: 'This learner has left the class.' };
    refresh();
    return { done: 'Saved.' };
  });
}

/** @param cohortId, learnerId unvalidated */
export async function submitOverride(
  cohortId: string,
  learnerId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, overrideForm, async (override) => {
    await overrideGrade(await actingOnCohort(cohortId, 'manage'), String(learnerId), override);
    refresh();
    return { done: override.points === undefined ? 'What the attempts give counts again.' : 'Saved.' };
  });
}
