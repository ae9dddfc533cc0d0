import { submissionSchema, type QueuedRun } from '@dfm/contracts/browser-api';
import { assertMayTry, learnerOf, startLearner } from '@/lib/auth/session.ts';
import { bodyLimits } from '@/lib/http/body-limits.ts';
import { readJson } from '@/lib/http/read-json.ts';
import { refusal, route } from '@/lib/http/route.ts';
import { networkKey } from '@/lib/limits/network.ts';
import { assertAcceptable, submit } from '@/lib/runs/submit.ts';

/** Submits an exercise. A first-time visitor becomes an anonymous learner, unless an account is required. */
export const POST = route(async (request) => {
  const arrivedMs = Date.now();
  const submission = await readJson(request, submissionSchema, bodyLimits['/api/runs']);
  const network = networkKey(request.headers);
  const known = await learnerOf(request.headers);
  if (known) assertMayTry(known);
  else await assertAcceptable(submission, network);
  const { learner, setCookies } = known
    ? { learner: known, setCookies: [] }
    : await startLearner(request.headers);
  const { kind, runId } = await submit(learner.id, submission, network, arrivedMs);
  const response =
    kind === 'queued'
      ? Response.json({ runId } satisfies QueuedRun, { status: 201 })
      : refusal(
          'conflict',
          'Your last run of this exercise has not finished yet. Wait for it, or cancel it.',
          { runId },
        );
  for (const cookie of setCookies) response.headers.append('set-cookie', cookie);
  return response;
});
