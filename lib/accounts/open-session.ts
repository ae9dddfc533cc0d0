import 'server-only';
import { auth } from '../auth/auth.ts';
import { passCookies } from '../auth/session.ts';

/**
 * Signs in to an account whose owner has shown everything that it asks for. The work of an anonymous learner
 * becomes the account's.
 */
export async function openSession(userId: string, requestHeaders: Headers): Promise<void> {
  const answer = await auth().api.signInChecked({
    body: { userId },
    headers: requestHeaders,
    returnHeaders: true,
  });
  await passCookies(answer.headers.getSetCookie());
}
