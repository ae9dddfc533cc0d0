import { route } from '@/lib/http/route.ts';
import { toolKeySet } from '@/lib/lti/keys.ts';

/** The public keys with which an LMS checks what this site sends. */
export const GET = route(async () =>
  Response.json(await toolKeySet(), { headers: { 'cache-control': 'public, max-age=300' } }),
);
