'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { decideRegrade } from '@/lib/regrade/decide.ts';
import { decisionForm } from '@/lib/regrade/forms.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';

const outcomes = {
  apply: 'Applied. The new results count.',
  discard: 'Discarded. No grade has changed.',
  revert: 'Reverted. What counted before counts again.',
} as const;

/** @param cohortId, regradeId unvalidated */
export async function submitDecision(
  cohortId: string,
  regradeId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, decisionForm, async ({ do: decision }) => {
    await decideRegrade(await actingOnCohort(cohortId, 'manage'), regradeId, decision);
    refresh();
    return { done: outcomes[decision] };
  });
}
