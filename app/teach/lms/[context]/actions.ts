'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnContext } from '@/lib/lti/access.ts';
import { bindContext } from '@/lib/lti/contexts.ts';
import { classForm } from '@/lib/lti/forms.ts';
import { readRosterFor } from '@/lib/lti/read-rosters.ts';
import { retryScores } from '@/lib/lti/retry-scores.ts';
import { expectFromLms } from '@/lib/lti/roster-view.ts';
import { retryForm, rosterForm } from '@/lib/lti/service-forms.ts';

/** @param context unvalidated ID */
export async function submitClass(context: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, classForm, async ({ cohort }): Promise<FormState> => {
    const access = await actingOnContext(context);
    await bindContext(access, access.contextId, cohort === '' ? null : cohort);
    refresh();
    return { values: { cohort }, done: 'Saved.' };
  });
}

/** Has points sent again. @param context unvalidated ID */
export async function submitScoreRetry(
  context: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, retryForm, async ({ retry }): Promise<FormState> => {
    const count = await retryScores(await actingOnContext(context), retry);
    refresh();
    if (count === 0) return { done: 'The LMS has it by now.' };
    return { done: `${count === 1 ? 'It is' : `${count} are`} sent within a few seconds.` };
  });
}

/** Reads who is in the course of the LMS, or adds them to the list of the class. @param context unvalidated ID */
export async function submitRosterAction(
  context: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, rosterForm, async (chosen): Promise<FormState> => {
    const access = await actingOnContext(context);
    if (chosen.do === 'read') {
      const problem = await readRosterFor(access);
      refresh();
      return problem === undefined ? { done: 'The list has been read.' } : { message: problem };
    }
    const { added } = await expectFromLms(access, chosen.subject);
    refresh();
    return { done: `${added} added to those who have not joined yet.` };
  });
}
