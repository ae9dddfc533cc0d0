'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { pathOfThisSite } from '@/lib/accounts/account-forms.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { startWithSchool } from '@/lib/schools/sign-in-with-school.ts';

/**
 * Continues on the page of a school.
 *
 * @param providerId unvalidated ID of the school
 * @param to unvalidated path to continue on
 */
export async function submitSchool(providerId: unknown, to: unknown): Promise<FormState> {
  return orMessage(async (): Promise<FormState> => {
    const next = { to: pathOfThisSite(to, hrefTo('account')) };
    return { continueTo: await startWithSchool(providerId, next) };
  });
}
