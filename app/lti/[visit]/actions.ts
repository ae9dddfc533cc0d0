'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { bindVisit, connectVisit } from '@/lib/lti/continue-visit.ts';
import { chooseContent } from '@/lib/lti/deep-link.ts';
import { classForm, connectForm, contentForm } from '@/lib/lti/forms.ts';

/** Connects the account in use with the person of the LMS. @param visit unvalidated */
export async function submitConnection(
  visit: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, connectForm, async ({ current }): Promise<FormState> => ({
    continueTo: await connectVisit(visit, current),
  }));
}

/** Says which class belongs to the course of the LMS. @param visit unvalidated */
export async function submitClass(visit: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, classForm, async ({ cohort }): Promise<FormState> => {
    await bindVisit(visit, cohort);
    refresh();
    return { done: 'Connected.' };
  });
}

/** Takes what was chosen back to the LMS. @param visit unvalidated */
export async function submitContent(visit: unknown, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, contentForm, async (chosen): Promise<FormState> => {
    return { continueTo: await chooseContent(visit, chosen) };
  });
}
