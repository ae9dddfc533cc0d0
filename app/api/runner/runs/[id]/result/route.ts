import { resultRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { finish } from '@/lib/runs/report.ts';

export const POST = runnerRoute<RunContext>(async (request, context) => {
  const result = await readJson(request, resultRequestSchema, bodyLimits['/api/runner/runs/[id]/result']);
  await finish(await runIdOf(context), result);
  return new Response(null, { status: 204 });
});
