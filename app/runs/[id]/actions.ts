'use server';

import { PlatformError } from '@dfm/contracts';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { actingAccount } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { addComment, conversationOf } from '@/lib/teaching/comments.ts';
import { commentForm } from '@/lib/teaching/forms.ts';

/** @param runId unvalidated */
export async function submitComment(runId: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, commentForm, async (comment) => {
    const conversation = await conversationOf(await actingAccount(), runId);
    if (!conversation) throw new PlatformError('not-found', 'There is no such run in one of your classes.');
    await addComment(conversation, comment);
    refresh();
    return { done: 'Sent.' };
  });
}
