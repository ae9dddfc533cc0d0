import 'server-only';
import { signInAddress } from '@dfm/contracts/pages';
import { auth } from '../auth/auth.ts';
import { passCookies } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { startPendingSignIn } from './pending-sign-in.ts';

/**
 * Signs in to an account whose owner was recognised by something other than a password. One with a second
 * factor is asked for a code first. The work of an anonymous learner becomes the account's.
 *
 * @param to validated path to continue on
 * @returns the path of the next page
 */
export async function startSession(userId: string, requestHeaders: Headers, to: string): Promise<string> {
  if ((await db().secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) > 0) {
    await startPendingSignIn(userId);
    return signInAddress('signInCode', to);
  }
  const answer = await auth().api.signInChecked({
    body: { userId },
    headers: requestHeaders,
    returnHeaders: true,
  });
  await passCookies(answer.headers.getSetCookie());
  return to;
}
