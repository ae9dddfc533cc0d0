import 'server-only';
import type { Gradebook, GradebookCell } from '@dfm/contracts/page-data';
import { visibleLine } from '@dfm/contracts/visible-text';
import type { Grade } from '@dfm/gradebook/grade';
import { formatDeadline } from '@dfm/gradebook/wall-clock';
import { db } from '../db/client.ts';
import type { CohortAccess } from './access.ts';
import { inCourseOrder } from './assigned.ts';
import { policyColumns, policyOf } from './grade-policy.ts';
import { gradedColumns } from './graded-assignment.ts';
import { gradesOf } from './grades.ts';

/** The grades of all members of a cohort. */
export async function gradebookOf({ cohortId }: CohortAccess<'seeWork'>): Promise<Gradebook> {
  const cohort = await db().cohort.findUniqueOrThrow({
    where: { id: cohortId },
    select: {
      timeZone: true,
      ...policyColumns,
      assignments: { select: gradedColumns },
      members: {
        select: { groupName: true, learner: { select: { id: true, name: true, email: true } } },
        orderBy: [{ learner: { name: 'asc' } }, { learnerId: 'asc' }],
      },
    },
  });
  const assignments = await inCourseOrder(cohort.assignments);
  const learners = cohort.members.map(({ learner, groupName }) => ({ ...learner, groupName }));
  const grades = await gradesOf(
    learners.map(({ id }) => id),
    { cohortId, assignments, policy: policyOf(cohort) },
  );
  return {
    columns: assignments.map(({ kind, slug, title, opensAt, dueAt, mode, weight }) => ({
      kind,
      slug,
      title,
      due: dueAt === null ? undefined : formatDeadline(dueAt, cohort.timeZone),
      opensAt: opensAt?.toISOString(),
      dueAt: dueAt?.toISOString(),
      mode,
      weight,
    })),
    rows: learners.map(({ id, name, email, groupName }) => {
      const { grades: own, total } = grades.get(id)!;
      return {
        learnerId: id,
        name: visibleLine(name),
        email: visibleLine(email),
        group: groupName === null ? undefined : visibleLine(groupName),
        total,
        cells: own.map(({ grade }, index) => cellOf(grade, assignments[index]!.kind)),
      };
    }),
  };
}

function cellOf({ points, computed, override, isPending }: Grade, kind: 'exercise' | 'quiz'): GradebookCell {
  return {
    points,
    runId: kind === 'exercise' ? computed?.attemptId : undefined,
    daysLate: computed?.daysLate ?? 0,
    passed: computed?.passed ?? false,
    isPending,
    isOverridden: override !== null,
  };
}
