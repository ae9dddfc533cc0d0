import { auth } from '@/lib/auth/auth.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readBody } from '@/lib/http/read-body.ts';
import { route } from '@/lib/http/route.ts';

const handle = route(async ({ url, method, headers, body }) => {
  const read = body === null ? null : await readBody({ headers, body }, bodyLimits['/api/auth/[...all]']);
  return auth().handler(new Request(url, { method, headers, body: read }));
});

export { handle as GET, handle as POST };
