import { auth } from '@/lib/auth/auth.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readBody } from '@/lib/http/read-body.ts';
import { openRoute } from '@/lib/http/route.ts';

/**
 * A session for a script that submits runs. The library's other routes are not served: pages sign in through
 * actions, which limit the attempts.
 */
// The library checks the origin of requests itself.
export const POST = openRoute(async ({ url, method, headers, body }) => {
  const read =
    body === null ? null : await readBody({ headers, body }, bodyLimits['/api/auth/sign-in/anonymous']);
  return auth().handler(new Request(url, { method, headers, body: read }));
});
