'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { handleForm } from '@/lib/http/handle-form.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { actingOnPlatform } from '@/lib/lti/access.ts';
import {
  addDeploymentForm,
  addPlatformForm,
  changePlatformForm,
  deletePlatformForm,
  removeDeploymentForm,
} from '@/lib/lti/forms.ts';
import { renewToolKey } from '@/lib/lti/keys.ts';
import {
  addDeployment,
  addPlatform,
  changePlatform,
  deletePlatform,
  removeDeployment,
} from '@/lib/lti/platforms.ts';
import { requireAdmin } from '@/lib/operator/access.ts';
import { actingOnCourse } from '@/lib/teaching/access.ts';

export async function submitPlatform(_before: FormState, form: FormData): Promise<FormState> {
  return handleForm(form, addPlatformForm, async ({ course, ...platform }): Promise<FormState> => {
    const id = await addPlatform(await actingOnCourse(course, 'manage'), platform);
    refresh();
    // The form is folded now, and the LMS is above it.
    return { continueTo: `${hrefTo('lms')}#${id}` };
  });
}

/** @param platform unvalidated ID */
export async function submitPlatformChange(
  platform: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, changePlatformForm, async (change): Promise<FormState> => {
    await changePlatform(await actingOnPlatform(platform), change);
    refresh();
    return { values: change, done: 'Saved.' };
  });
}

/**
 * @param platform unvalidated ID
 * @param stranded unvalidated number of accounts without another way to sign in, as the page showed it
 */
export async function submitPlatformDeletion(
  platform: unknown,
  stranded: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, deletePlatformForm, async ({ confirmed }): Promise<FormState> => {
    if (confirmed === undefined) return { message: 'Tick the box first to confirm.' };
    await deletePlatform(await actingOnPlatform(platform), Number(stranded));
    refresh();
    return { done: 'Deleted.' };
  });
}

/** @param platform unvalidated ID */
export async function submitDeployment(
  platform: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, addDeploymentForm, async ({ deploymentId }): Promise<FormState> => {
    await addDeployment(await actingOnPlatform(platform), deploymentId);
    refresh();
    return { done: 'Added.' };
  });
}

/** @param platform unvalidated ID */
export async function submitDeploymentRemoval(
  platform: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, removeDeploymentForm, async ({ remove }): Promise<FormState> => {
    await removeDeployment(await actingOnPlatform(platform), remove);
    refresh();
    return { done: 'Removed. Links from there no longer open.' };
  });
}

export async function submitNewKey(): Promise<FormState> {
  return orMessage(async (): Promise<FormState> => {
    await renewToolKey(await requireAdmin());
    refresh();
    return { done: 'The new key signs from now on.' };
  });
}
