import 'server-only';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { PlatformError } from '@dfm/contracts';
import type { AssignableModule, AssignmentKindName, AssignmentPlan } from '@dfm/contracts/page-data';
import { instantOf, wallClockOf } from '@dfm/gradebook/wall-clock';
import { record } from '../audit/record.ts';
import { courseOutline } from '../content/outline.ts';
import { perVersion } from '../content/per-version.ts';
import { type Prisma, db } from '../db/client.ts';
import type { CohortAccess, Permission } from './access.ts';
import type { EnteredAssignment } from './assignment-form.ts';
import { type GradedAssignment, gradedColumns } from './graded-assignment.ts';
import { gradedQuizzes } from './quiz-attempts.ts';

/** How the assignments of a cohort were changed. */
export interface AssignmentChange {
  added: number;
  removed: number;
  /** Number of assignments whose times, mode or weight are different. */
  changed: number;
}

interface WorkModule {
  slug: string;
  title: string;
  items: Work[];
}

interface Work {
  kind: AssignmentKindName;
  slug: string;
  title: string;
}

/** Everything that a cohort can be assigned, by module: exercises, and lessons with a quiz. */
export async function assignableWork(): Promise<WorkModule[]> {
  return perVersion('assignable work', readWork);
}

async function readWork(): Promise<WorkModule[]> {
  const { modules } = await courseOutline();
  const lessons = modules.flatMap(({ items }) => items.filter(({ kind }) => kind === 'lesson'));
  const quizzes = await gradedQuizzes(lessons.map(({ slug }) => slug));
  return modules.map(({ slug: module, title: moduleTitle, items }) => ({
    slug: module,
    title: moduleTitle,
    items: items.flatMap(({ kind, slug, title }): Work[] => {
      if (kind === 'exercise') return [{ kind, slug, title }];
      if (kind === 'lab') return [];
      return quizzes.get(slug)!.questions > 0 ? [{ kind: 'quiz', slug, title }] : [];
    }),
  }));
}

/** Key of an assignment within a cohort. */
export function workKey({ kind, slug }: { kind: AssignmentKindName; slug: string }): string {
  return `${kind}/${slug}`;
}

/** All that a cohort can be assigned, and what it is. Modules with nothing to assign are left out. */
export async function assignmentPlan({ cohortId }: CohortAccess<Permission>): Promise<AssignmentPlan> {
  const [work, { timeZone }, assigned] = await Promise.all([
    assignableWork(),
    db().cohort.findUniqueOrThrow({ where: { id: cohortId }, select: { timeZone: true } }),
    assignedItems(cohortId),
  ]);
  const byKey = new Map(assigned.map((item) => [workKey(item), item]));
  const withState = (item: Work): AssignableModule['items'][number] => {
    const found = byKey.get(workKey(item));
    byKey.delete(workKey(item));
    if (!found) return { ...item, assigned: undefined };
    const entered = (at: Date | null) => (at === null ? '' : wallClockOf(at, timeZone));
    const { opensAt, dueAt, mode, weight } = found;
    return { ...item, assigned: { opens: entered(opensAt), due: entered(dueAt), mode, weight } };
  };
  const modules = work.map((module) => ({ ...module, items: module.items.map(withState) }));
  const left = [...byKey.values()].map(({ kind, slug }) => withState({ kind, slug, title: slug }));
  if (left.length > 0) modules.push({ slug: 'removed', title: 'No longer in the course', items: left });
  return {
    timeZone,
    modules: modules.filter(({ items }) => items.length > 0),
    version: versionOf(assigned, timeZone),
  };
}

/**
 * Replaces the assignments of a cohort. Submissions do not depend on them, so what is assigned again has all
 * its submissions.
 *
 * @param version of the assignments that the form showed
 * @throws PlatformError `conflict` if they have been changed since, `bad-request` for work that is not in the
 *   course
 */
export async function saveAssignments(
  access: CohortAccess<'manage'>,
  version: string,
  entered: readonly EnteredAssignment[],
): Promise<AssignmentChange> {
  const { cohortId } = access;
  const known = new Set((await assignableWork()).flatMap((module) => module.items.map(workKey)));
  return db().$transaction(async (transaction) => {
    const [cohort] = await transaction.$queryRaw<{ timeZone: string }[]>`
      SELECT time_zone AS "timeZone" FROM cohort WHERE id = ${cohortId} FOR UPDATE`;
    if (!cohort) throw new PlatformError('not-found', 'This class has been deleted.');
    const items = entered.map(({ opens, due, ...item }): GradedAssignment => ({
      ...item,
      opensAt: instantOf(opens, cohort.timeZone) ?? null,
      dueAt: instantOf(due, cohort.timeZone) ?? null,
    }));
    const before = await assignedItems(cohortId, transaction);
    if (versionOf(before, cohort.timeZone) !== version)
      throw new PlatformError(
        'conflict',
        'Someone has changed the assignments since you opened this page. Open it in a second tab to compare, then reload this one.',
      );
    const old = new Map(before.map((item) => [workKey(item), item]));
    if (items.some((item) => !known.has(workKey(item)) && !old.has(workKey(item))))
      throw new PlatformError(
        'bad-request',
        'The course has been updated since you opened this page. Reload it and try again.',
      );
    const added = items.filter((item) => !old.has(workKey(item)));
    const changed = items.filter((item) => {
      const was = old.get(workKey(item));
      return was && !isDeepStrictEqual(was, item);
    });
    const kept = new Set(items.map(workKey));
    const removed = before.filter((item) => !kept.has(workKey(item)));
    for (const { kind, slug } of removed)
      await transaction.assignment.delete({ where: { cohortId_kind_slug: { cohortId, kind, slug } } });
    for (const { kind, slug, ...data } of changed)
      await transaction.assignment.update({ where: { cohortId_kind_slug: { cohortId, kind, slug } }, data });
    await transaction.assignment.createMany({ data: added.map((item) => ({ ...item, cohortId })) });
    const change = { added: added.length, removed: removed.length, changed: changed.length };
    await record(transaction, access, { action: 'assignments.save', in: access, details: change });
    return change;
  });
}

/** Assigns more to a cohort, without a deadline. What is assigned already stays as it is. */
export async function assignMore(
  access: CohortAccess<'manage'>,
  items: readonly { kind: AssignmentKindName; slug: string }[],
): Promise<void> {
  const { cohortId } = access;
  await db().$transaction(async (transaction) => {
    const { count: added } = await transaction.assignment.createMany({
      data: items.map(({ kind, slug }) => ({ cohortId, kind, slug })),
      skipDuplicates: true,
    });
    if (added === 0) return;
    const details = { added, removed: 0, changed: 0 } satisfies AssignmentChange;
    await record(transaction, access, { action: 'assignments.save', in: access, details });
  });
}

async function assignedItems(
  cohortId: string,
  executor: Pick<Prisma.TransactionClient, 'assignment'> = db(),
): Promise<GradedAssignment[]> {
  return executor.assignment.findMany({
    where: { cohortId },
    orderBy: [{ kind: 'asc' }, { slug: 'asc' }],
    select: gradedColumns,
  });
}

/** The zone is part of it, because times are entered in it. */
function versionOf(items: readonly GradedAssignment[], timeZone: string): string {
  return createHash('sha256')
    .update(JSON.stringify([timeZone, items]))
    .digest('hex')
    .slice(0, 16);
}
