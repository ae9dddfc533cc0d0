import 'server-only';
import { PlatformError, type ResultDocument } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { countUse } from '../limits/hourly-use.ts';
import { readStoredFiles } from '../runs/stored-files.ts';
import { readStoredResult } from '../runs/stored-result.ts';
import type { CohortAccess } from '../teaching/access.ts';

interface CommentForMany {
  text: string;
  runIds: readonly string[];
  /**
   * ID of a check whose line the comment is about, in each submission its own; empty: the submission as a
   * whole.
   */
  check: string;
}

/**
 * Writes the same comment about the submissions of several members of a class, all or none. It counts as one
 * comment for the limit. Where the verdict names no line for the check, the comment is about the submission
 * as a whole.
 *
 * @returns number of submissions
 * @throws PlatformError `bad-request` if one of them is not a judged submission of a member for the exercise,
 *   `rate-limited`
 */
export async function commentForMany(
  { cohortId, account }: CohortAccess<'seeWork'>,
  exercise: string,
  { text, runIds, check }: CommentForMany,
): Promise<number> {
  const runs = await db().run.findMany({
    where: {
      id: { in: [...runIds] },
      exercise,
      kind: 'practice',
      state: 'done',
      learner: {
        memberOf: {
          some: { cohortId, cohort: { assignments: { some: { kind: 'exercise', slug: exercise } } } },
        },
      },
    },
    select: { id: true, result: check !== '', submission: { select: { files: true } } },
  });
  if (runs.length === 0 || runs.length !== new Set(runIds).size)
    throw new PlatformError(
      'bad-request',
      'One of these submissions is no longer there, or its learner has left the class. Load the page again.',
    );
  await countUse(account.id, 'comment');
  await db().comment.createMany({
    data: runs.map(({ id, result, submission }) => ({
      runId: id,
      authorId: account.id,
      byLearner: false,
      text,
      ...(check !== '' && placeOf(check, readStoredResult(id, result), readStoredFiles(submission.files))),
    })),
  });
  return runs.length;
}

/** The submitted line that a verdict names for a check; nothing if it names none. */
function placeOf(
  check: string,
  result: ResultDocument | undefined,
  files: Readonly<Record<string, string>>,
): { path: string; line: number } | undefined {
  const { line, path = 'Dockerfile' } = result?.checks.find(({ id }) => id === check) ?? {};
  const lines = new Map(Object.entries(files)).get(path)?.split('\n').length ?? 0;
  return line !== undefined && line <= lines ? { path, line } : undefined;
}
