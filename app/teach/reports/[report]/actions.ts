'use server';

import { PlatformError } from '@dfm/contracts';
import { draftAddress } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { createDraft } from '@/lib/authoring/drafts.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { answerReport, closeAsFixed, declineReport, reopenReport } from '@/lib/reports/answer.ts';
import { placeOf } from '@/lib/reports/for-authors.ts';
import { declineForm, draftForm, fixForm, noFields, replyForm } from '@/lib/reports/forms.ts';
import { savesOf } from '@/lib/reports/saves.ts';

/** @param id unvalidated, as in all actions of this file */
export async function submitReply(id: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, replyForm, async ({ text }) => {
    await answerReport(await actingOnContent(), id, text);
    refresh();
    return { done: 'Sent. The reader sees it under “Your reports”.' };
  });
}

export async function submitDecline(id: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, declineForm, async ({ text }) => {
    await declineReport(await actingOnContent(), id, text);
    refresh();
    return { done: 'The report is closed.' };
  });
}

export async function submitFix(id: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, fixForm, async ({ commit }) => {
    const access = await actingOnContent();
    const place = await placeOf(access, id);
    const saves = place ? await savesOf(access, place.path) : [];
    if (!saves.some((save) => save.commit === commit))
      throw new PlatformError('not-found', 'This save is gone. Reload the page and choose another.');
    if ((await closeAsFixed(access, [id], commit)) === 0)
      throw new PlatformError('conflict', 'Someone else closed this report. Reload the page.');
    refresh();
    return { done: 'The report is closed as fixed.' };
  });
}

export async function submitReopening(id: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, noFields, async () => {
    await reopenReport(await actingOnContent(), id);
    refresh();
    return { done: 'The report is open again.' };
  });
}

/** Begins a draft and opens it at the passage. */
export async function submitDraftForReport(
  id: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, draftForm, async ({ name }) => {
    const access = await actingOnContent();
    const place = await placeOf(access, id);
    if (!place) throw new PlatformError('not-found', 'There is no such report.');
    const draft = name.toLowerCase().replaceAll(/\s+/g, '-');
    await createDraft(access, draft);
    // A new draft has the published text.
    return redirect(draftAddress(draft, place.path, place.line));
  });
}
