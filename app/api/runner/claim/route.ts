import { claimRequestSchema } from '@dfm/contracts';
import { assertRunner } from '@/lib/auth/runner-token.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { route } from '@/lib/http/route.ts';
import { claim } from '@/lib/runs/claim.ts';

export const POST = route(async (request) => {
  assertRunner(request);
  const work = await claim(
    await readJson(request, claimRequestSchema, bodyLimits['/api/runner/claim']),
    request.signal,
  );
  return work ? Response.json(work) : new Response(null, { status: 204 });
});
