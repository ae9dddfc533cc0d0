'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { redirect } from 'next/navigation';
import { actingAccount } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { actingOnCourse } from '@/lib/teaching/access.ts';
import { createCohort, createCourse } from '@/lib/teaching/courses.ts';
import { newCohortForm, newCourseForm } from '@/lib/teaching/forms.ts';

export async function submitCourse(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, newCourseForm, async (course) =>
    redirect(hrefTo('cohort', await createCourse(await actingAccount(), course))),
  );
}

/** @param courseId unvalidated */
export async function submitCohort(courseId: string, _before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, newCohortForm, async ({ copy, deadlines, ...cohort }) => {
    const access = await actingOnCourse(courseId, 'manage');
    const source = copy === undefined ? undefined : { from: copy, deadlines };
    return redirect(hrefTo('cohort', await createCohort(access, cohort, source)));
  });
}
