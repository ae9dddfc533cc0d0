import 'server-only';
import { signInAddress } from '@dfm/contracts/page-addresses';
import { openSession } from './open-session.ts';
import { startPendingSignIn } from './pending-sign-in.ts';
import { hasSecondFactor } from './second-factor.ts';

/**
 * Signs in to an account whose owner was recognised by something other than a password. One with a second
 * factor is asked for a code first. The work of an anonymous learner becomes the account's.
 *
 * @param to validated path to continue on
 * @returns the path of the next page
 */
export async function startSession(userId: string, requestHeaders: Headers, to: string): Promise<string> {
  if (await hasSecondFactor(userId)) {
    await startPendingSignIn(userId);
    return signInAddress('signInCode', to);
  }
  await openSession(userId, requestHeaders);
  return to;
}
