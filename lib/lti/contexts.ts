import 'server-only';
import { PlatformError } from '@dfm/contracts';
import type { ClassChoice, LmsContext } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { record } from '../audit/record.ts';
import { db } from '../db/client.ts';
import type { CourseAccess } from '../teaching/access.ts';
import { inCourseOrder } from '../teaching/assigned.ts';
import { workKey } from '../teaching/assignments.ts';
import type { ContextAccess } from './access.ts';
import { titleOf } from './platforms.ts';

/** The classes of a course, the newest first. */
export async function classChoices({ courseId }: CourseAccess<'manage'>): Promise<ClassChoice[]> {
  const found = await db().cohort.findMany({
    where: { courseId },
    orderBy: { createdAt: 'desc' },
    select: { id: true, name: true },
  });
  return found.map(({ id, name }) => ({ id, name: visibleLine(name) }));
}

/** A course of an LMS with its links, in the order of this site's course. */
export async function lmsContext({ contextId }: ContextAccess): Promise<LmsContext> {
  const { cohort, links, platform, ...context } = await db().ltiContext.findUniqueOrThrow({
    where: { id: contextId },
    include: {
      platform: { select: { name: true } },
      cohort: {
        select: { id: true, name: true, assignments: { select: { kind: true, slug: true } } },
      },
      links: { select: { id: true, kind: true, slug: true, lineItemUrl: true } },
    },
  });
  const assigned = new Set(cohort?.assignments.map(workKey));
  return {
    id: contextId,
    title: titleOf(context),
    lms: visibleLine(platform.name),
    cohort: cohort ? { id: cohort.id, name: visibleLine(cohort.name) } : undefined,
    lastSeenAt: context.lastSeenAt.toISOString(),
    links: (await inCourseOrder(links)).map(({ id, title, lineItemUrl, ...work }) => ({
      id,
      kind: work.kind,
      title,
      isAssigned: assigned.has(workKey(work)),
      hasColumn: lineItemUrl !== null,
    })),
  };
}

/**
 * Says which class belongs to a course of an LMS.
 *
 * @param contextId of a platform of the course
 * @param cohortId null for no class any more: the links then open nothing for learners
 * @throws PlatformError `not-found` if the course has no such class or context
 */
export async function bindContext(
  access: CourseAccess<'manage'>,
  contextId: string,
  cohortId: string | null,
): Promise<void> {
  const { courseId } = access;
  await db().$transaction(async (transaction) => {
    if (cohortId !== null && !(await transaction.cohort.findFirst({ where: { id: cohortId, courseId } })))
      throw new PlatformError('not-found', 'This class has been deleted. Choose another one.');
    const before = await transaction.ltiContext.findFirst({
      where: { id: contextId, platform: { courseId } },
      select: { cohortId: true },
    });
    if (!before) throw new PlatformError('not-found', 'This course of the LMS has been deleted.');
    if (before.cohortId === cohortId) return;
    await transaction.ltiContext.update({
      where: { id: contextId },
      // What the course differs in from the class before says nothing about this one.
      data: { cohortId, rosterReadAt: null, rosterProblem: null, differences: { deleteMany: {} } },
    });
    await record(transaction, access, {
      action: cohortId === null ? 'lms.unbind' : 'lms.bind',
      in: { courseId, cohortId: cohortId ?? before.cohortId ?? undefined },
    });
  });
}
