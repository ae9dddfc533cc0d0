import 'server-only';
import type { CourseProgress } from '@dfm/contracts/browser-api';
import type { AssignedWork, ClassView, JoinedClass, WorkProgress } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import { questionCounts } from '../content/question-counts.ts';
import { db } from '../db/client.ts';
import { isId } from '../db/is-id.ts';
import { courseProgress } from '../progress/course-progress.ts';
import { assignableWork, workKey } from './assignments.ts';
import { nextDeadline, nextDeadlineOf } from './next-deadline.ts';
import { rulesOf, ruleColumns } from './rules.ts';

/** The classes that a learner has joined, the newest membership first. */
export async function classesOf(learnerId: string): Promise<JoinedClass[]> {
  const now = new Date();
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
          assignments: nextDeadline(now),
        },
      },
    },
  });
  return memberships.map(({ cohort }) => ({
    id: cohort.id,
    name: visibleLine(cohort.name),
    course: visibleLine(cohort.course.name),
    nextDeadline: nextDeadlineOf(cohort),
  }));
}

/** One of a learner's classes with its assignments; undefined if they are not a member. */
export async function classView(learnerId: string, cohortId: string): Promise<ClassView | undefined> {
  if (!isId(cohortId)) return undefined;
  const membership = await db().cohortMember.findUnique({
    where: { cohortId_learnerId: { cohortId, learnerId } },
    select: {
      cohort: {
        select: {
          id: true,
          name: true,
          timeZone: true,
          ...ruleColumns,
          course: { select: { name: true } },
          assignments: { select: { kind: true, slug: true, dueAt: true, weight: true } },
        },
      },
    },
  });
  if (!membership) return undefined;
  const { id, name, timeZone, course, assignments, ...rules } = membership.cohort;
  const [modules, progress, questions] = await Promise.all([
    assignableWork(),
    courseProgress(learnerId),
    questionCounts(),
  ]);
  const order = modules.flatMap(({ items }) => items);
  const position = new Map(order.map((item, index) => [workKey(item), index]));
  const titleOf = new Map(order.map((item) => [workKey(item), item.title]));
  const work = assignments
    // Work that was removed from the course can no longer be done.
    .filter((item) => titleOf.has(workKey(item)))
    .map(({ dueAt, ...item }): AssignedWork => ({
      ...item,
      title: titleOf.get(workKey(item))!,
      dueAt: dueAt?.toISOString(),
      progress: workProgress(item, progress, questions),
    }))
    .toSorted((a, b) => byDeadline(a, b) || position.get(workKey(a))! - position.get(workKey(b))!);
  const ahead = work.find(({ dueAt }) => dueAt !== undefined && dueAt > new Date().toISOString())?.dueAt;
  return {
    id,
    name: visibleLine(name),
    course: visibleLine(course.name),
    timeZone,
    rules: rulesOf(rules),
    nextDeadline: ahead === undefined ? undefined : { at: ahead, timeZone },
    assignments: work,
  };
}

/** Work without a deadline is last. */
function byDeadline({ dueAt: a }: AssignedWork, { dueAt: b }: AssignedWork): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  return a < b ? -1 : 1;
}

function workProgress(
  { kind, slug }: Pick<AssignedWork, 'kind' | 'slug'>,
  { exercises, lessons }: CourseProgress,
  questionsOf: Readonly<Record<string, number>>,
): WorkProgress {
  if (kind === 'exercise') {
    const result = exercises[slug];
    if (!result) return { state: 'not-started' };
    return { state: result.passed ? 'passed' : 'tried', score: result.bestScore };
  }
  const lesson = lessons[slug];
  const questions = questionsOf[slug] ?? 0;
  if (!lesson || lesson.answered === 0) return { state: 'not-started' };
  return lesson.answered < questions
    ? { state: 'answering', answered: lesson.answered, questions }
    : { state: 'answered', right: lesson.right, questions };
}
