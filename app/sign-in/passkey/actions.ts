'use server';

import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState, UsePasskeyState } from '@dfm/contracts/page-data';
import { pathOfThisSite } from '@/lib/accounts/account-forms.ts';
import { signInWithPasskey, startSignInWithPasskey } from '@/lib/accounts/sign-in-with-passkey.ts';
import { orMessage } from '@/lib/http/or-message.ts';

export async function submitPasskeyRequest(): Promise<UsePasskeyState> {
  return orMessage(async () => ({ request: await startSignInWithPasskey() }));
}

/**
 * Signs in with the passkey that the browser has asked for.
 *
 * @param to unvalidated path to continue on
 * @param answer unvalidated answer of the browser
 */
export async function submitPasskeySignature(to: unknown, answer: unknown): Promise<FormState> {
  return orMessage(async (): Promise<FormState> => {
    await signInWithPasskey(answer);
    return { continueTo: pathOfThisSite(to, hrefTo('account')) };
  });
}
