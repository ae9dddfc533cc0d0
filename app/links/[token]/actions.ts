'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState } from '@dfm/contracts/page-data';
import { z } from 'zod';
import { newPasswordForm } from '@/lib/accounts/account-forms.ts';
import { setPassword } from '@/lib/accounts/credentials.ts';
import { acceptLink } from '@/lib/accounts/one-time-link.ts';
import { actingAccount } from '@/lib/auth/session.ts';
import { handleForm } from '@/lib/http/handle-form.ts';

/** Accepts a role. @param token unvalidated */
export async function submitAcceptance(
  token: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, z.object({}), async () => ({
    continueTo: await acceptLink(String(token), (await actingAccount()).id),
  }));
}

/**
 * Chooses a new password. Does not sign in: with a new cookie, Next would render the page of the link again,
 * which no longer works.
 *
 * @param token unvalidated
 */
export async function submitNewPassword(
  token: unknown,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, newPasswordForm, async ({ password }) => {
    await setPassword(String(token), password);
    return { continueTo: `${hrefTo('signIn')}?changed=password` };
  });
}
