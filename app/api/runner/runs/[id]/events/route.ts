import { eventsRequestSchema } from '@dfm/contracts';
import { assertRunner } from '@/lib/auth/runner-token.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { route } from '@/lib/http/route.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { report } from '@/lib/runs/report.ts';

export const POST = route<RunContext>(async (request, context) => {
  assertRunner(request);
  const events = await readJson(request, eventsRequestSchema, bodyLimits['/api/runner/runs/[id]/events']);
  await report(await runIdOf(context), events);
  return new Response(null, { status: 204 });
});
