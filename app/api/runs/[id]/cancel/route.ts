import { requireLearner } from '@/lib/auth/session.ts';
import { route } from '@/lib/http/route.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { cancel } from '@/lib/runs/cancel.ts';

export const POST = route<RunContext>(async (request, context) => {
  const learner = await requireLearner(request.headers);
  await cancel(learner.id, await runIdOf(context));
  return new Response(null, { status: 204 });
});
