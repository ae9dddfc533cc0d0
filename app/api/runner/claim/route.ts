import { claimRequestSchema } from '@dfm/contracts';
import { assertRunner } from '@/lib/auth/runner-token.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { route } from '@/lib/http/route.ts';
import { claim } from '@/lib/runs/claim.ts';

const BODY_MAX_BYTES = 64 * 2 ** 10;

export const POST = route(async (request) => {
  assertRunner(request);
  const work = await claim(await readJson(request, claimRequestSchema, BODY_MAX_BYTES), request.signal);
  return work ? Response.json(work) : new Response(null, { status: 204 });
});
