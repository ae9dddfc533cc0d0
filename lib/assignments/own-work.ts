import 'server-only';
import { deadlineOf } from '@dfm/gradebook/deadline';
import { db } from '../db/client.ts';
import { groupMates } from './group-mates.ts';
import { staffDecisions } from './staff-decisions.ts';

/** How a learner's classes have an exercise done. */
interface OwnWork {
  /** Those who do it together, the learner included. */
  partners: string[];
  /** ID of the class in whose exam it is for the learner at the moment; undefined if in none. */
  examOf: string | undefined;
}

/** How a learner's classes have an exercise done. If several do so differently, the oldest class decides. */
export async function ownWork(learnerId: string, exercise: string): Promise<OwnWork> {
  const work = { kind: 'exercise', slug: exercise } as const;
  const assignments = await db().assignment.findMany({
    where: { ...work, mode: { not: 'alone' }, cohort: { members: { some: { learnerId } } } },
    // The IDs are in the order in which the classes were made.
    orderBy: { cohortId: 'asc' },
    select: { cohortId: true, mode: true, opensAt: true, dueAt: true },
  });
  let partners: string[] | undefined;
  let examOf: string | undefined;
  const now = new Date();
  for (const { cohortId, mode, opensAt, dueAt } of assignments) {
    if (mode === 'group') {
      partners ??= (await groupMates(cohortId, [learnerId])).get(learnerId);
    } else if (opensAt === null || opensAt <= now) {
      const { extensionOf } = await staffDecisions(cohortId, [learnerId]);
      const { at } = deadlineOf(dueAt, extensionOf(learnerId, work));
      if (at === null || at > now) examOf ??= cohortId;
    }
  }
  return { partners: partners ?? [learnerId], examOf };
}
