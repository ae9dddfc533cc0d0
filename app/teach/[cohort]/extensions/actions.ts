'use server';

import type { FormState, ImportState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';
import {
  extendForGroup,
  importExtensions,
  previewExtensions,
  withdrawExtension,
} from '@/lib/teaching/extensions.ts';
import { groupExtensionForm, withdrawExtensionForm } from '@/lib/teaching/forms.ts';
import { importForm } from '@/lib/teaching/import-form.ts';

/** @param cohortId unvalidated */
export async function submitGroupExtension(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, groupExtensionForm, async (extension) => {
    await extendForGroup(await actingOnCohort(cohortId, 'manage'), extension);
    refresh();
    return { done: `Extended for ${extension.group}.` };
  });
}

/** @param cohortId unvalidated */
export async function submitExtensionWithdrawal(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, withdrawExtensionForm, async ({ withdraw }) => {
    const wasThere = await withdrawExtension(await actingOnCohort(cohortId, 'manage'), withdraw);
    refresh();
    return { done: wasThere ? 'Taken back.' : 'It had already been taken back.' };
  });
}

/** @param cohortId unvalidated */
export async function submitExtensions(
  cohortId: string,
  _before: ImportState,
  form: FormData,
): Promise<ImportState> {
  return handleForm(form, importForm, async ({ do: what, csv }): Promise<ImportState> => {
    const access = await actingOnCohort(cohortId, 'manage');
    if (what === 'preview') return { values: { csv }, preview: await previewExtensions(access, csv) };
    const count = await importExtensions(access, csv);
    refresh();
    return { done: `Imported: ${count} ${count === 1 ? 'deadline' : 'deadlines'} extended.` };
  });
}
