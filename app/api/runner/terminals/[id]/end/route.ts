import { terminalEndRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { sessionLost } from '@/lib/terminals/report-session.ts';
import { type SessionContext, sessionIdOf } from '@/lib/terminals/session-id.ts';

export const POST = runnerRoute<SessionContext>(async (request, context) => {
  const end = await readJson(request, terminalEndRequestSchema, bodyLimits['/api/runner/terminals/[id]/end']);
  await sessionLost(await sessionIdOf(context), end);
  return new Response(null, { status: 204 });
});
