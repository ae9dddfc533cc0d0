'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCohort } from '@/lib/teaching/access.ts';
import { assignmentForm } from '@/lib/teaching/assignment-form.ts';
import { type AssignmentChange, saveAssignments } from '@/lib/teaching/assignments.ts';

/** @param cohortId unvalidated */
export async function submitAssignments(
  cohortId: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, assignmentForm, async ({ version, items }) => {
    const access = await actingOnCohort(cohortId, 'manage');
    const change = await saveAssignments(access, version, items);
    refresh();
    return { done: inWords(change) };
  });
}

function inWords({ added, removed, changed }: AssignmentChange): string {
  const parts = [
    added > 0 && `${added} added`,
    changed > 0 && `${changed} changed`,
    removed > 0 && `${removed} removed`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return 'Saved. Nothing has changed.';
  const kept =
    removed > 0
      ? ' What learners submitted is kept: assign it again, and all of it is in the gradebook again.'
      : '';
  return `Saved: ${parts.join(', ')}.${kept}`;
}
