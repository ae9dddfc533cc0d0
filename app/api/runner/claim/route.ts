import { claimRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { claim } from '@/lib/runs/claim.ts';

export const POST = runnerRoute(async (request) => {
  const work = await claim(
    await readJson(request, claimRequestSchema, bodyLimits['/api/runner/claim']),
    request.signal,
  );
  return work ? Response.json(work) : new Response(null, { status: 204 });
});
