import { terminalHeartbeatRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { sessionHeartbeat } from '@/lib/terminals/report-session.ts';
import { type SessionContext, sessionIdOf } from '@/lib/terminals/session-id.ts';

export const POST = runnerRoute<SessionContext>(async (request, context) => {
  const { fence, isInUse } = await readJson(
    request,
    terminalHeartbeatRequestSchema,
    bodyLimits['/api/runner/terminals/[id]/heartbeat'],
  );
  return Response.json({ isOver: await sessionHeartbeat(await sessionIdOf(context), fence, isInUse) });
});
