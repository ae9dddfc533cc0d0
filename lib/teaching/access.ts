import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';
import { accountForPage, actingAccount, type Account } from '../auth/session.ts';
import { db } from '../db/client.ts';
import type { StaffRole } from '../db/generated/enums.ts';
import { isId } from '../db/is-id.ts';

/** What staff may do with a course and its cohorts, and the roles that may. An admin may do everything. */
export const permissions = {
  /** The course, its cohorts and what they have to do; no learner. */
  see: ['assistant', 'instructor', 'author'],
  /** Learners with their submissions and grades. */
  seeWork: ['assistant', 'instructor'],
  /** Settings, deadlines, staff, and who is in a cohort. */
  manage: ['instructor'],
} as const satisfies Record<string, readonly StaffRole[]>;

export type Permission = keyof typeof permissions;

declare const checked: unique symbol;

/**
 * Proof that someone may do something with a course. Functions that read or change a course's data take it as
 * their first argument, so that none can be called without the check.
 */
export interface CourseAccess<Needed extends Permission> {
  readonly courseId: string;
  readonly account: Account;
  /** The role in the course; `admin` for an admin who has none. */
  readonly role: StaffRole | 'admin';
  may(permission: Permission): boolean;
  readonly [checked]: Needed;
}

/** As `CourseAccess`, for one cohort of the course. */
export interface CohortAccess<Needed extends Permission> extends CourseAccess<Needed> {
  readonly cohortId: string;
}

/**
 * @throws PlatformError `not-found` for anyone who is not staff of the course, who cannot tell whether it
 *   exists, and `forbidden` for staff whose role may not
 */
export async function courseAccess<Needed extends Permission>(
  account: Account,
  courseId: string,
  needed: Needed,
): Promise<CourseAccess<Needed>> {
  const course = isId(courseId)
    ? await db().course.findUnique({
        where: { id: courseId },
        select: { staff: { where: { userId: account.id }, select: { role: true } } },
      })
    : null;
  return granted(account, courseId, course?.staff, needed);
}

/** @throws PlatformError as `courseAccess` */
export async function cohortAccess<Needed extends Permission>(
  account: Account,
  cohortId: string,
  needed: Needed,
): Promise<CohortAccess<Needed>> {
  const cohort = isId(cohortId)
    ? await db().cohort.findUnique({
        where: { id: cohortId },
        select: {
          courseId: true,
          course: { select: { staff: { where: { userId: account.id }, select: { role: true } } } },
        },
      })
    : null;
  return { ...granted(account, cohort?.courseId ?? '', cohort?.course.staff, needed), cohortId };
}

/**
 * Access for a page: visitors are sent to sign in, and for everyone else without the right the page does not
 * exist.
 */
export async function cohortAccessForPage<Needed extends Permission>(
  path: string,
  cohortId: string,
  needed: Needed,
): Promise<CohortAccess<Needed>> {
  const account = await accountForPage(path);
  return cohortAccess(account, cohortId, needed).catch((error: unknown) => {
    if (error instanceof PlatformError) notFound();
    throw error;
  });
}

/** Access for a server action. @throws PlatformError as `actingAccount` and `courseAccess` */
export async function actingOnCohort<Needed extends Permission>(
  cohortId: string,
  needed: Needed,
): Promise<CohortAccess<Needed>> {
  return cohortAccess(await actingAccount(), cohortId, needed);
}

/** Access for a server action. @throws PlatformError as `actingAccount` and `courseAccess` */
export async function actingOnCourse<Needed extends Permission>(
  courseId: string,
  needed: Needed,
): Promise<CourseAccess<Needed>> {
  return courseAccess(await actingAccount(), courseId, needed);
}

function granted<Needed extends Permission>(
  account: Account,
  courseId: string,
  staff: { role: StaffRole }[] | undefined,
  needed: Needed,
): CourseAccess<Needed> {
  const role = staff?.[0]?.role;
  const may = (permission: Permission): boolean =>
    account.isAdmin ||
    (role !== undefined && (permissions[permission] as readonly StaffRole[]).includes(role));
  if (staff === undefined || (role === undefined && !account.isAdmin))
    throw new PlatformError('not-found', 'There is no such class, or you are not on its staff.');
  if (!may(needed))
    throw new PlatformError('forbidden', 'Your role in this course does not allow this. Ask an instructor.');
  return { courseId, account, role: role ?? 'admin', may } as CourseAccess<Needed>;
}
