import 'server-only';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { Extension } from '@dfm/gradebook/deadline';
import type { Override } from '@dfm/gradebook/grade';
import { db } from '../db/client.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';

/** What staff decided for single learners of a cohort. */
export interface StaffDecisions {
  extensionOf(learnerId: string, work: Work): Extension | null;
  overrideOf(learnerId: string, work: Work): Override | null;
}

interface Work {
  kind: AssignmentKind;
  slug: string;
}

const keyOf = (learnerId: string, { kind, slug }: Work) => `${learnerId} ${kind}/${slug}`;

/** The extensions and overrides of learners in a cohort. */
export async function staffDecisions(
  cohortId: string,
  learnerIds: readonly string[],
): Promise<StaffDecisions> {
  const where = { cohortId, learnerId: { in: [...learnerIds] } };
  const [extensions, overrides] = await Promise.all([
    db().extension.findMany({ where, include: { grantedBy: { select: { name: true } } } }),
    db().gradeOverride.findMany({ where, include: { author: { select: { name: true } } } }),
  ]);
  const extensionByKey = new Map(
    extensions.map(({ learnerId, until, reason, grantedBy, ...work }) => [
      keyOf(learnerId, work),
      { until, reason: visibleLine(reason), grantedBy: nameOf(grantedBy) },
    ]),
  );
  const overrideByKey = new Map(
    overrides.map(({ learnerId, points, reason, author, decidedAt, ...work }) => [
      keyOf(learnerId, work),
      { points, reason: visibleLine(reason), author: nameOf(author), at: decidedAt },
    ]),
  );
  return {
    extensionOf: (learnerId, work) => extensionByKey.get(keyOf(learnerId, work)) ?? null,
    overrideOf: (learnerId, work) => overrideByKey.get(keyOf(learnerId, work)) ?? null,
  };
}

const nameOf = (person: { name: string } | null) =>
  person === null ? 'someone who has left' : visibleLine(person.name);
