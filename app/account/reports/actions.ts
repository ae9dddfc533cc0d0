'use server';

import { PlatformError } from '@dfm/contracts';
import type { ReportReply, SentReport } from '@dfm/contracts/browser-api';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { actingLearner } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { replyForm } from '@/lib/reports/forms.ts';
import { replyAsReader } from '@/lib/reports/own-reports.ts';
import { storeReport } from '@/lib/reports/send.ts';

/** Stores what a reader reports about a passage. */
export async function sendReport(report: SentReport): Promise<ReportReply> {
  return storeReport(report);
}

/** @param id unvalidated */
export async function submitReaderReply(id: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, replyForm, async ({ text }) => {
    const learner = await actingLearner();
    if (!learner)
      throw new PlatformError('unauthenticated', 'Your session has expired. Sign in and try again.');
    await replyAsReader(learner.id, await headers(), id, text);
    refresh();
    return { done: 'Sent.' };
  });
}
