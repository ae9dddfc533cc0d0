import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { TaughtCourse, ZonedTime } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { record } from '../audit/record.ts';
import type { Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import { permissions, type CourseAccess } from './access.ts';
import { deletionsOf, isNear } from './end-of-term.ts';
import { policyColumns } from './grade-policy.ts';
import { gradedColumns } from './graded-assignment.ts';
import { newJoinCode } from './join-code.ts';
import { nextDeadline, nextDeadlineOf } from './next-deadline.ts';

interface NewCohort {
  name: string;
  timeZone: string;
}

/** The courses of which someone is staff, for an admin all of them, in the order of their names. */
export async function taughtCourses(account: Account): Promise<TaughtCourse[]> {
  const now = new Date();
  const courses = await db().course.findMany({
    where: account.isAdmin ? {} : { staff: { some: { userId: account.id } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      name: true,
      staff: { where: { userId: account.id }, select: { role: true } },
      cohorts: {
        orderBy: { createdAt: 'desc' },
        select: {
          id: true,
          name: true,
          timeZone: true,
          _count: { select: { members: true } },
          assignments: nextDeadline(now),
        },
      },
    },
  });
  const deletions = await deletionsOf(courses.flatMap(({ cohorts }) => cohorts.map(({ id }) => id)));
  return courses.map(({ id, name, staff, cohorts }) => {
    const may = (roles: readonly string[]) =>
      account.isAdmin || staff.some(({ role }) => roles.includes(role));
    return {
      id,
      name: visibleLine(name),
      mayManage: may(permissions.manage),
      maySeeWork: may(permissions.seeWork),
      cohorts: cohorts.map(({ _count: counts, ...cohort }) => ({
        id: cohort.id,
        name: visibleLine(cohort.name),
        learners: counts.members,
        nextDeadline: nextDeadlineOf(cohort),
        deletion: counts.members === 0 ? undefined : nearDeletion(cohort.timeZone, deletions.get(cohort.id)),
      })),
    };
  });
}

/** A deletion of which staff are warned now. */
function nearDeletion(timeZone: string, deletedAt: Date | undefined): ZonedTime | undefined {
  if (deletedAt === undefined || !isNear(deletedAt)) return undefined;
  return { at: deletedAt.toISOString(), timeZone };
}

/**
 * Creates a course with its first cohort. Its creator becomes an instructor of it.
 *
 * @returns the cohort's ID
 * @throws PlatformError `forbidden` for anyone who is not an admin
 */
export async function createCourse(
  account: Account,
  { course, ...cohort }: NewCohort & { course: string },
): Promise<string> {
  if (!account.isAdmin)
    throw new PlatformError('forbidden', 'Only an admin of this site can create courses. Ask one for it.');
  return db().$transaction(async (transaction) => {
    const { id, cohorts } = await transaction.course.create({
      data: {
        name: course,
        staff: { create: { userId: account.id, role: 'instructor' } },
        cohorts: { create: { ...cohort, joinCode: newJoinCode() } },
      },
      select: { id: true, cohorts: { select: { id: true } } },
    });
    await record(transaction, { account, role: 'admin' }, { action: 'course.create', in: { courseId: id } });
    return cohorts[0]!.id;
  });
}

/**
 * Creates another cohort of a course.
 *
 * @param copy a cohort of the same course, whose assignments with their weights and whose rules of grading
 *   are copied; its deadlines only on request, because those of a previous class have passed
 * @returns its ID
 * @throws PlatformError `not-found` if the course has no such cohort to copy
 */
export async function createCohort(
  access: CourseAccess<'manage'>,
  cohort: NewCohort,
  copy?: { from: string; deadlines: boolean },
): Promise<string> {
  const { courseId } = access;
  return db().$transaction(async (transaction) => {
    const source =
      copy &&
      (await transaction.cohort.findFirst({
        where: { id: copy.from, courseId },
        select: {
          ...policyColumns,
          heldBack: true,
          assignments: { select: gradedColumns },
        },
      }));
    if (source === null)
      throw new PlatformError('not-found', 'The class to copy no longer exists. Choose another one.');
    const { assignments = [], ...policy } = source ?? {};
    const { id } = await transaction.cohort.create({
      data: {
        ...cohort,
        ...policy,
        courseId,
        joinCode: newJoinCode(),
        assignments: {
          // An exam without its times would be open to everyone at once.
          create:
            copy?.deadlines === true
              ? assignments
              : assignments
                  .filter(({ mode }) => mode !== 'exam')
                  .map((assignment) => ({ ...assignment, opensAt: null, dueAt: null })),
        },
      },
      select: { id: true },
    });
    await record(transaction, access, { action: 'class.create', in: { courseId, cohortId: id } });
    return id;
  });
}
