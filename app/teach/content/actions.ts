'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { slugFrom } from '@dfm/contracts/slug';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { createDraft, deleteDraft } from '@/lib/authoring/drafts.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

const newDraftForm = z.object({ name: z.string().trim().min(1, 'Enter a name.').max(40) });
const empty = z.object({});

export async function submitDraft(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, newDraftForm, async ({ name }) => {
    const id = slugFrom(name);
    await createDraft(await actingOnContent(), id);
    return redirect(hrefTo('draft', id));
  });
}

/** @param id unvalidated */
export async function removeDraft(id: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, empty, async () => {
    await deleteDraft(await actingOnContent(), id);
    refresh();
    return { done: 'The draft has been deleted.' };
  });
}
