import type { RunSnapshot } from '@dfm/contracts/browser-api';
import { requireLearner } from '@/lib/auth/session.ts';
import { refusal, route } from '@/lib/http/route.ts';
import { runIdOf, type RunContext } from '@/lib/http/run-id.ts';
import { runOf } from '@/lib/runs/queries.ts';

export const GET = route<RunContext>(async (request, context) => {
  const learner = await requireLearner(request.headers);
  const run = await runOf(learner.id, await runIdOf(context));
  return run
    ? Response.json(run satisfies RunSnapshot, { headers: { 'cache-control': 'no-store' } })
    : refusal('not-found', 'There is no such run.');
});
