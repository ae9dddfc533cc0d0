import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { AssignmentKindName, ClassMember } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { explainDeadline } from '@dfm/gradebook/deadline';
import { explainGrade } from '@dfm/gradebook/grade';
import { instantOf, wallClockOf } from '@dfm/gradebook/wall-clock';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import { isUserId } from '../db/is-id.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';
import { policyColumns, policyOf } from './grade-policy.ts';
import { gradedColumns } from './graded-assignment.ts';
import { gradesOf } from './grades.ts';

interface Work {
  kind: AssignmentKindName;
  slug: string;
}

/** A learner of a cohort with all grades; undefined for someone who is not a member. */
export async function classMember(
  { cohortId }: CohortAccess<'seeWork'>,
  learnerId: string,
): Promise<ClassMember | undefined> {
  if (!isUserId(learnerId)) return undefined;
  const member = await db().cohortMember.findUnique({
    where: { cohortId_learnerId: { cohortId, learnerId } },
    select: {
      groupName: true,
      learner: { select: { name: true, email: true } },
      cohort: {
        select: {
          timeZone: true,
          ...policyColumns,
          assignments: { select: gradedColumns },
        },
      },
    },
  });
  if (!member) return undefined;
  const { timeZone, assignments: unordered, ...columns } = member.cohort;
  const assignments = await inCourseOrder(unordered);
  const all = await gradesOf([learnerId], { cohortId, assignments, policy: policyOf(columns) });
  const { grades, total } = all.get(learnerId)!;
  return {
    id: learnerId,
    name: visibleLine(member.learner.name),
    email: visibleLine(member.learner.email),
    group: member.groupName === null ? undefined : visibleLine(member.groupName),
    total,
    work: assignments.map(({ kind, slug, title, dueAt }, index) => {
      const { deadline, grade } = grades[index]!;
      const ownExtension = deadline.extension?.group === undefined ? deadline.extension : null;
      const due = ownExtension === null ? dueAt : deadline.at;
      return {
        kind,
        slug,
        title,
        points: grade.points,
        explanation: explainGrade(grade),
        runId: kind === 'exercise' ? grade.computed?.attemptId : undefined,
        deadline: explainDeadline(deadline, dueAt, timeZone),
        due: due === null ? '' : wallClockOf(due, timeZone),
        extension: ownExtension === null ? undefined : { reason: ownExtension.reason },
        override: grade.override === null ? undefined : grade.override,
      };
    }),
  };
}

/**
 * Gives a learner of a cohort a later deadline for an assignment, instead of one given before.
 *
 * @param until wall clock time in the cohort's zone; empty: the learner has the class's deadline again
 * @throws PlatformError `not-found` for someone who is not a member or work that is not assigned,
 *   `bad-request` for a time that is not later than the class's deadline
 */
export async function extendDeadline(
  access: CohortAccess<'manage'>,
  learnerId: string,
  { kind, slug, until, reason }: Work & { until: string; reason: string },
): Promise<void> {
  const { cohortId, account } = access;
  const { dueAt, timeZone } = await assignmentOf(access, learnerId, { kind, slug });
  const key = { cohortId, kind, slug, learnerId };
  const entry = { in: access, personId: learnerId };
  if (until === '') {
    await db().$transaction(async (transaction) => {
      const { count } = await transaction.extension.deleteMany({ where: key });
      if (count > 0)
        await record(transaction, access, { ...entry, action: 'deadline.reset', details: { kind, slug } });
    });
    return;
  }
  const instant = instantOf(until, timeZone);
  if (instant === undefined || dueAt === null || instant <= dueAt)
    throw new PlatformError('bad-request', 'Enter a time after the deadline of the class.');
  const extension = { until: instant, reason, grantedById: account.id, grantedAt: new Date() };
  await db().$transaction(async (transaction) => {
    await transaction.extension.upsert({
      where: { cohortId_kind_slug_learnerId: key },
      create: { ...key, ...extension },
      update: extension,
    });
    const details = { kind, slug, until: instant.toISOString() };
    await record(transaction, access, { ...entry, action: 'deadline.extend', details });
  });
}

/**
 * Decides on a learner's points for an assignment, instead of those that the attempts give.
 *
 * @param points 0 to 100; undefined: what the attempts give counts again
 * @throws PlatformError `not-found` for someone who is not a member or work that is not assigned
 */
export async function overrideGrade(
  access: CohortAccess<'manage'>,
  learnerId: string,
  { kind, slug, points, reason }: Work & { points: number | undefined; reason: string },
): Promise<void> {
  await assignmentOf(access, learnerId, { kind, slug });
  const key = { cohortId: access.cohortId, kind, slug, learnerId };
  const entry = { in: access, personId: learnerId };
  if (points === undefined) {
    await db().$transaction(async (transaction) => {
      const { count } = await transaction.gradeOverride.deleteMany({ where: key });
      if (count > 0)
        await record(transaction, access, { ...entry, action: 'grade.reset', details: { kind, slug } });
    });
    return;
  }
  const decision = { points, reason, authorId: access.account.id, decidedAt: new Date() };
  await db().$transaction(async (transaction) => {
    await transaction.gradeOverride.upsert({
      where: { cohortId_kind_slug_learnerId: key },
      create: { ...key, ...decision },
      update: decision,
    });
    const details = { kind, slug, points };
    await record(transaction, access, { ...entry, action: 'grade.override', details });
  });
}

async function assignmentOf({ cohortId }: CohortAccess<'manage'>, learnerId: string, { kind, slug }: Work) {
  const cohort =
    isUserId(learnerId) &&
    (await db().cohort.findFirst({
      where: { id: cohortId, members: { some: { learnerId } }, assignments: { some: { kind, slug } } },
      select: { timeZone: true, assignments: { where: { kind, slug }, select: { dueAt: true } } },
    }));
  if (!cohort)
    throw new PlatformError(
      'not-found',
      'This learner has left the class, or this is no longer assigned. Reload the page.',
    );
  return { timeZone: cohort.timeZone, dueAt: cohort.assignments[0]!.dueAt };
}
