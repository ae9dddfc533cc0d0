import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { loadTask } from '@dfm/course/exercises';
import { record } from '../audit/record.ts';
import { contentRoot } from '../content/content-root.ts';
import { db } from '../db/client.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { inCourseOrder } from '../teaching/assigned.ts';
import { exerciseAttempts } from '../teaching/exercise-attempts.ts';

/** The exercises of a class that can be judged again, in the order of the course. */
export async function regradableExercises({
  cohortId,
}: CohortAccess<'manage'>): Promise<{ slug: string; title: string }[]> {
  const assignments = await db().assignment.findMany({
    where: { cohortId, kind: 'exercise' },
    select: { kind: true, slug: true },
  });
  const exercises = await inCourseOrder(assignments);
  return exercises.filter(({ isInCourse }) => isInCourse).map(({ slug, title }) => ({ slug, title }));
}

/**
 * Begins to judge the submissions of a class for an exercise again. Grades stay as they are until it is
 * applied. What is being graded is left out, because it is judged by the corrected exercise anyway.
 *
 * @param buildsAll also what could be computed from stored results
 * @returns its ID
 * @throws PlatformError `not-found` for an exercise that is not assigned or not in the course, `conflict` if
 *   another regrade of the exercise is not decided, or if there is nothing to judge
 */
export async function startRegrade(
  access: CohortAccess<'manage'>,
  { exercise, note, buildsAll }: { exercise: string; note: string; buildsAll: boolean },
): Promise<string> {
  const { cohortId, account } = access;
  await loadTask(contentRoot(), exercise);
  return db().$transaction(async (transaction) => {
    // Decisions about regrades of a class follow one after another.
    await transaction.$queryRaw`SELECT id FROM cohort WHERE id = ${cohortId} FOR UPDATE`;
    const assigned = await transaction.assignment.count({
      where: { cohortId, kind: 'exercise', slug: exercise },
    });
    if (assigned === 0)
      throw new PlatformError('not-found', 'This exercise is no longer assigned to the class.');
    const open = await transaction.regrade.count({
      where: { cohortId, exercise, appliedAt: null, discardedAt: null },
    });
    if (open > 0)
      throw new PlatformError(
        'conflict',
        'Submissions for this exercise are already being judged again. Apply or discard that regrade first.',
      );
    const members = await transaction.cohortMember.findMany({
      where: { cohortId },
      select: { learnerId: true },
    });
    const learners = members.map(({ learnerId }) => learnerId);
    const attempts = await exerciseAttempts(learners, [exercise], cohortId);
    const items = [...attempts.values()]
      .flatMap((ofExercises) => ofExercises.get(exercise) ?? [])
      .flatMap(({ id, decidedBy }) => (decidedBy === undefined ? [] : [{ runId: id, baseRunId: decidedBy }]));
    if (items.length === 0)
      throw new PlatformError('conflict', 'No one in this class has a graded submission for this exercise.');
    const { id } = await transaction.regrade.create({
      data: {
        cohortId,
        exercise,
        note,
        buildsAll,
        madeById: account.id,
        items: { createMany: { data: items } },
      },
      select: { id: true },
    });
    const details = { kind: 'exercise', slug: exercise };
    await record(transaction, access, { action: 'regrade.start', in: access, details });
    return id;
  });
}
