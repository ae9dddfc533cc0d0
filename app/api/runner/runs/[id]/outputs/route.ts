import { outputsRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { finishCommands } from '@/lib/runs/report-outputs.ts';

export const POST = runnerRoute<RunContext>(async (request, context) => {
  const outputs = await readJson(request, outputsRequestSchema, bodyLimits['/api/runner/runs/[id]/outputs']);
  await finishCommands(await runIdOf(context), outputs);
  return new Response(null, { status: 204 });
});
