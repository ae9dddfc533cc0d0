import { claimRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { claimSession } from '@/lib/terminals/claim-session.ts';

export const POST = runnerRoute(async (request) => {
  const claim = await claimSession(
    await readJson(request, claimRequestSchema, bodyLimits['/api/runner/terminals/claim']),
    request.signal,
  );
  return claim ? Response.json(claim) : new Response(null, { status: 204 });
});
