import { heartbeatRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { heartbeat } from '@/lib/runs/report.ts';

export const POST = runnerRoute<RunContext>(async (request, context) => {
  const { fence } = await readJson(
    request,
    heartbeatRequestSchema,
    bodyLimits['/api/runner/runs/[id]/heartbeat'],
  );
  return Response.json(await heartbeat(await runIdOf(context), fence));
});
