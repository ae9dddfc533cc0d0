import { auth } from '@/lib/auth/auth.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readBody } from '@/lib/http/read-body.ts';
import { openRoute } from '@/lib/http/route.ts';

// The library checks the origin of requests itself.
const handle = openRoute(async ({ url, method, headers, body }) => {
  const read = body === null ? null : await readBody({ headers, body }, bodyLimits['/api/auth/[...all]']);
  return auth().handler(new Request(url, { method, headers, body: read }));
});

export { handle as GET, handle as POST };
