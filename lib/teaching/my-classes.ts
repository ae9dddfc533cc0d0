import 'server-only';
import type {
  AssignedWork,
  AssignmentKindName,
  ClassView,
  JoinedClass,
  ZonedTime,
} from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { deadlineOf, explainDeadline } from '@dfm/gradebook/deadline';
import { explainGrade } from '@dfm/gradebook/grade';
import { staffDecisions } from '../assignments/staff-decisions.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { inCourseOrder } from './assigned.ts';
import { deletionOf } from './end-of-term.ts';
import { policyOf, policyColumns } from './grade-policy.ts';
import { gradedColumns } from './graded-assignment.ts';
import { gradesOf } from './grades.ts';

/** The classes that a learner has joined, the newest membership first. */
export async function classesOf(learnerId: string): Promise<JoinedClass[]> {
  const memberships = await db().cohortMember.findMany({
    where: { learnerId },
    orderBy: [{ joinedAt: 'desc' }, { cohortId: 'asc' }],
    select: {
      cohort: {
        select: {
          id: true,
          name: true,
          timeZone: true,
          course: { select: { name: true } },
          assignments: { where: { dueAt: { not: null } }, select: { kind: true, slug: true, dueAt: true } },
        },
      },
    },
  });
  return Promise.all(
    memberships.map(async ({ cohort }) => ({
      id: cohort.id,
      name: visibleLine(cohort.name),
      course: visibleLine(cohort.course.name),
      nextDeadline: await ownNextDeadline(learnerId, cohort),
    })),
  );
}

interface Cohort {
  id: string;
  timeZone: string;
  assignments: { kind: AssignmentKindName; slug: string; dueAt: Date | null }[];
}

/** The first of a learner's own deadlines in a class that is still ahead. */
async function ownNextDeadline(
  learnerId: string,
  { id, timeZone, assignments }: Cohort,
): Promise<ZonedTime | undefined> {
  const { extensionOf } = await staffDecisions(id, [learnerId]);
  const ahead = assignments
    .map((work) => deadlineOf(work.dueAt, extensionOf(learnerId, work)).at!)
    .filter((at) => at > new Date())
    .toSorted((a, b) => a.getTime() - b.getTime());
  return ahead[0] && { at: ahead[0].toISOString(), timeZone };
}

/** One of a learner's classes with its assignments; undefined if they are not a member. */
export async function classView(learnerId: string, cohortId: string): Promise<ClassView | undefined> {
  if (!isId(cohortId)) return undefined;
  const membership = await db().cohortMember.findUnique({
    where: { cohortId_learnerId: { cohortId, learnerId } },
    select: {
      groupName: true,
      cohort: {
        select: {
          id: true,
          name: true,
          timeZone: true,
          ...policyColumns,
          course: { select: { name: true } },
          assignments: { select: gradedColumns },
        },
      },
    },
  });
  if (!membership) return undefined;
  const { id, name, timeZone, course, assignments, ...columns } = membership.cohort;
  const policy = policyOf(columns);
  // Work that was removed from the course can no longer be done.
  const assigned = (await inCourseOrder(assignments)).filter(({ isInCourse }) => isInCourse);
  const { grades } = (await gradesOf([learnerId], { cohortId, assignments: assigned, policy })).get(
    learnerId,
  )!;
  const work = assigned
    .map(({ kind, slug, title, weight, mode, opensAt, dueAt }, index): AssignedWork => {
      const { deadline, grade } = grades[index]!;
      return {
        kind,
        slug,
        title,
        weight,
        mode,
        opensAt: opensAt?.toISOString(),
        isOpen: opensAt === null || opensAt <= new Date(),
        dueAt: deadline.at?.toISOString(),
        deadline: explainDeadline(deadline, dueAt, timeZone),
        isExtended: deadline.extension !== null,
        points: grade.points,
        explanation: explainGrade(grade),
        runId: kind === 'exercise' ? grade.computed?.attemptId : undefined,
        isPending: grade.isPending,
        isDone: grade.computed?.passed ?? false,
      };
    })
    .toSorted(byDeadline);
  const ahead = work.find(({ dueAt }) => dueAt !== undefined && dueAt > new Date().toISOString())?.dueAt;
  return {
    id,
    name: visibleLine(name),
    course: visibleLine(course.name),
    timeZone,
    policy,
    group: await groupOf(learnerId, cohortId, membership.groupName),
    deletedAt: (await deletionOf(id))?.toISOString(),
    nextDeadline: ahead === undefined ? undefined : { at: ahead, timeZone },
    assignments: work,
  };
}

/** Only a class that does something in groups shows its members who else is in theirs. */
async function groupOf(
  learnerId: string,
  cohortId: string,
  groupName: string | null,
): Promise<ClassView['group']> {
  if (groupName === null) return undefined;
  const mates = await db().cohortMember.findMany({
    where: {
      cohortId,
      groupName,
      learnerId: { not: learnerId },
      cohort: { assignments: { some: { mode: 'group' } } },
    },
    select: { learner: { select: { name: true } } },
    orderBy: [{ learner: { name: 'asc' } }, { learnerId: 'asc' }],
  });
  return { name: visibleLine(groupName), mates: mates.map(({ learner }) => visibleLine(learner.name)) };
}

/** Work without a deadline is last. */
function byDeadline({ dueAt: a }: AssignedWork, { dueAt: b }: AssignedWork): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  return a < b ? -1 : 1;
}
