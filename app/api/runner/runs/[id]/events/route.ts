import { eventsRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { report } from '@/lib/runs/report.ts';

export const POST = runnerRoute<RunContext>(async (request, context) => {
  const events = await readJson(request, eventsRequestSchema, bodyLimits['/api/runner/runs/[id]/events']);
  await report(await runIdOf(context), events);
  return new Response(null, { status: 204 });
});
