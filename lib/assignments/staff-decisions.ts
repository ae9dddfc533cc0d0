import 'server-only';
import { visibleLine } from '@dfm/contracts/visible-text';
import { latestExtension, type Extension } from '@dfm/gradebook/deadline';
import type { Override } from '@dfm/gradebook/grade';
import { db } from '../db/client.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';

/** What staff decided for single learners and for groups of a cohort. */
export interface StaffDecisions {
  /** The one that ends last, of the learner's own and that of their group. */
  extensionOf(learnerId: string, work: Work): Extension | null;
  overrideOf(learnerId: string, work: Work): Override | null;
}

interface Work {
  kind: AssignmentKind;
  slug: string;
}

const keyOf = (who: string, { kind, slug }: Work) => `${kind}/${slug} ${who}`;

/** The extensions and overrides of learners in a cohort. */
export async function staffDecisions(
  cohortId: string,
  learnerIds: readonly string[],
): Promise<StaffDecisions> {
  const where = { cohortId, learnerId: { in: [...learnerIds] } };
  const [members, ofGroups, extensions, overrides] = await Promise.all([
    db().cohortMember.findMany({ where, select: { learnerId: true, groupName: true } }),
    db().groupExtension.findMany({ where: { cohortId }, include: { grantedBy: { select: { name: true } } } }),
    db().extension.findMany({ where, include: { grantedBy: { select: { name: true } } } }),
    db().gradeOverride.findMany({ where, include: { author: { select: { name: true } } } }),
  ]);
  const extensionByKey = new Map(
    extensions.map(({ learnerId, until, reason, grantedBy, ...work }) => [
      keyOf(learnerId, work),
      { until, reason: visibleLine(reason), grantedBy: nameOf(grantedBy) },
    ]),
  );
  const groupOf = new Map(members.map(({ learnerId, groupName }) => [learnerId, groupName]));
  const extensionByGroup = new Map(
    ofGroups.map(({ groupName, until, reason, grantedBy, ...work }) => [
      keyOf(groupName, work),
      { until, reason: visibleLine(reason), grantedBy: nameOf(grantedBy), group: visibleLine(groupName) },
    ]),
  );
  const overrideByKey = new Map(
    overrides.map(({ learnerId, points, reason, author, decidedAt, ...work }) => [
      keyOf(learnerId, work),
      { points, reason: visibleLine(reason), author: nameOf(author), at: decidedAt },
    ]),
  );
  return {
    extensionOf: (learnerId, work) => {
      const group = groupOf.get(learnerId) ?? null;
      const own = extensionByKey.get(keyOf(learnerId, work));
      const ofGroup = group === null ? undefined : extensionByGroup.get(keyOf(group, work));
      return latestExtension([...(own ? [own] : []), ...(ofGroup ? [ofGroup] : [])]);
    },
    overrideOf: (learnerId, work) => overrideByKey.get(keyOf(learnerId, work)) ?? null,
  };
}

/** What staff are called in a reason. */
export const nameOf = (person: { name: string } | null) =>
  person === null ? 'someone who has left' : visibleLine(person.name);
