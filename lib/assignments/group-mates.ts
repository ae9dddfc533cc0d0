import 'server-only';
import { db } from '../db/client.ts';

/**
 * The members of the groups that learners of a cohort are in, themselves included. Learners without a group
 * are missing.
 */
export async function groupMates(
  cohortId: string,
  learnerIds: readonly string[],
): Promise<Map<string, string[]>> {
  const own = await db().cohortMember.findMany({
    where: { cohortId, learnerId: { in: [...learnerIds] }, groupName: { not: null } },
    select: { learnerId: true, groupName: true },
  });
  const groups = [...new Set(own.map(({ groupName }) => groupName!))];
  const members = await db().cohortMember.findMany({
    where: { cohortId, groupName: { in: groups } },
    select: { learnerId: true, groupName: true },
  });
  const byGroup = Map.groupBy(members, ({ groupName }) => groupName);
  return new Map(
    own.map(({ learnerId, groupName }) => [
      learnerId,
      byGroup.get(groupName)!.map((member) => member.learnerId),
    ]),
  );
}
