import 'server-only';
import type { RunSnapshot } from '@dfm/contracts/browser-api';
import { visibleLine } from '@dfm/contracts/visible-text';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { runOf } from '../runs/queries.ts';

/**
 * The run of someone in the same group, for an exercise that a class does in groups.
 *
 * @returns undefined for anyone else, as for a run that does not exist
 */
export async function runOfMate(
  readerId: string,
  runId: string,
): Promise<{ run: RunSnapshot; name: string } | undefined> {
  if (!isId(runId)) return undefined;
  const found = await db().run.findUnique({
    where: { id: runId },
    select: { learnerId: true, exercise: true, learner: { select: { name: true } } },
  });
  if (!found) return undefined;
  const { learnerId, exercise, learner } = found;
  const memberships = await db().cohortMember.findMany({
    where: {
      learnerId: { in: [readerId, learnerId] },
      groupName: { not: null },
      cohort: { assignments: { some: { kind: 'exercise', slug: exercise, mode: 'group' } } },
    },
    select: { learnerId: true, cohortId: true, groupName: true },
  });
  const sharesGroup = memberships.some(
    (own) =>
      own.learnerId === readerId &&
      memberships.some(
        (theirs) =>
          theirs.learnerId === learnerId &&
          theirs.cohortId === own.cohortId &&
          theirs.groupName === own.groupName,
      ),
  );
  const run = sharesGroup ? await runOf(learnerId, runId) : undefined;
  return run && { run, name: visibleLine(learner.name) };
}
