import { auth } from '../../../lib/auth/auth.ts';
import { submit } from '../../../lib/runs/submit.ts';
import type { FollowedRun } from './messages.ts';

const submission = { exercise: 'non-root', files: { Dockerfile: 'FROM python:3.12-slim\n' } };
const AT_ONCE = 3;

/** Lets new learners submit, each once, by the site's own code in this process. @returns in any order */
export async function waitingLearners(count: number): Promise<FollowedRun[]> {
  const runs: FollowedRun[] = [];
  let begun = 0;
  const begin = async () => {
    while (begun++ < count) {
      const { response, headers } = await auth().api.signInAnonymous({
        headers: new Headers(),
        returnHeaders: true,
      });
      const { runId } = await submit(response.user.id, submission);
      const cookies = headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]);
      runs.push({ runId, cookie: cookies.join('; ') });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, begin));
  return runs;
}
