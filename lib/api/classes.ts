import 'server-only';
import type { ApiClass, ApiGradebook } from '@dfm/contracts/class-api';
import type { Account } from '../auth/session.ts';
import type { CohortAccess } from '../teaching/access.ts';
import { cohortHead } from '../teaching/cohort.ts';
import { taughtCourses } from '../teaching/courses.ts';
import { gradebookOf } from '../teaching/gradebook.ts';

/** The classes whose grades an account may read. */
export async function readableClasses(account: Account): Promise<ApiClass[]> {
  const courses = await taughtCourses(account);
  return courses
    .filter(({ maySeeWork }) => maySeeWork)
    .flatMap(({ name: course, cohorts }) =>
      cohorts.map(({ id, name, learners }) => ({ id, name, course, learners })),
    );
}

/** The grades of a class for programs. */
export async function gradebookForPrograms(access: CohortAccess<'seeWork'>): Promise<ApiGradebook> {
  const [{ id, name, course }, { columns, rows }] = await Promise.all([
    cohortHead(access),
    gradebookOf(access),
  ]);
  return {
    class: { id, name, course, learners: rows.length },
    assignments: columns.map(({ kind, slug, title, opensAt, dueAt, mode, weight }) => ({
      kind,
      slug,
      title,
      opensAt: opensAt ?? null,
      dueAt: dueAt ?? null,
      mode,
      weight,
    })),
    learners: rows.map(({ learnerId, name: learner, email, group, total, cells }) => ({
      id: learnerId,
      name: learner,
      email,
      group: group ?? null,
      total,
      grades: cells.map(({ runId, ...cell }) => ({ ...cell, runId: runId ?? null })),
    })),
  };
}
