import { heartbeatRequestSchema } from '@dfm/contracts';
import { assertRunner } from '@/lib/auth/runner-token.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { route } from '@/lib/http/route.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { heartbeat } from '@/lib/runs/report.ts';

export const POST = route<RunContext>(async (request, context) => {
  assertRunner(request);
  const { fence } = await readJson(
    request,
    heartbeatRequestSchema,
    bodyLimits['/api/runner/runs/[id]/heartbeat'],
  );
  return Response.json(await heartbeat(await runIdOf(context), fence));
});
