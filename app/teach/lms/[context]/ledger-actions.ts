'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnContext } from '@/lib/lti/access.ts';
import { readRosterFor } from '@/lib/lti/read-rosters.ts';
import { retryScores } from '@/lib/lti/retry-scores.ts';
import { expectFromLms } from '@/lib/lti/roster-view.ts';
import { retryForm, rosterForm } from '@/lib/lti/service-forms.ts';

/** @param contextId unvalidated */
export async function submitScoreRetry(
  contextId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, retryForm, async ({ retry }) => {
    const count = await retryScores(await actingOnContext(contextId), retry);
    refresh();
    if (count === 0) return { done: 'The LMS has it by now.' };
    return { done: `${count === 1 ? 'It is' : `${count} are`} sent within a few seconds.` };
  });
}

/** @param contextId unvalidated */
export async function submitRosterAction(
  contextId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, rosterForm, async (chosen) => {
    const access = await actingOnContext(contextId);
    if (chosen.do === 'read') {
      const problem = await readRosterFor(access);
      refresh();
      return problem === undefined ? { done: 'The list has been read.' } : { message: problem };
    }
    const { added } = await expectFromLms(access, chosen.subject);
    refresh();
    return { done: `${added} added to those whom the class expects.` };
  });
}
