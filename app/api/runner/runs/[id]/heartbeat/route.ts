import { heartbeatRequestSchema } from '@dfm/contracts';
import { assertRunner } from '@/lib/auth/runner-token.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { route } from '@/lib/http/route.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { heartbeat } from '@/lib/runs/report.ts';

const BODY_MAX_BYTES = 2 ** 10;

export const POST = route<RunContext>(async (request, context) => {
  assertRunner(request);
  const { fence } = await readJson(request, heartbeatRequestSchema, BODY_MAX_BYTES);
  return Response.json(await heartbeat(await runIdOf(context), fence));
});
