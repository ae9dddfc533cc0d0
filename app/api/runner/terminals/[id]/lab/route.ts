import { labProgressRequestSchema } from '@dfm/contracts';
import { runnerRoute } from '@/lib/auth/runner-route.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { noteLabProgress } from '@/lib/labs/note-progress.ts';
import { type SessionContext, sessionIdOf } from '@/lib/terminals/session-id.ts';

export const POST = runnerRoute<SessionContext>(async (request, context) => {
  const { fence, done } = await readJson(
    request,
    labProgressRequestSchema,
    bodyLimits['/api/runner/terminals/[id]/lab'],
  );
  await noteLabProgress(await sessionIdOf(context), fence, done);
  return new Response(null, { status: 204 });
});
