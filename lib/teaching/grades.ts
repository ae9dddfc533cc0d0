import 'server-only';
import { gradeOf, type Grade } from '@dfm/gradebook/grade';
import type { GradePolicy } from '@dfm/gradebook/policy';
import { totalOf } from '@dfm/gradebook/total';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { exerciseAttempts } from './exercise-attempts.ts';
import { quizAttempts } from './quiz-attempts.ts';

/** What has to be done, and by when. */
export interface GradedAssignment {
  kind: AssignmentKind;
  slug: string;
  dueAt: Date | null;
  weight: number;
}

export interface LearnerGrades {
  /** In the order of the assignments. */
  grades: Grade[];
  /** 0 to 100; null if nothing counts yet. */
  total: number | null;
}

/** The grades of learners for all assignments of a cohort, by learner. */
export async function gradesOf(
  learnerIds: readonly string[],
  assignments: readonly GradedAssignment[],
  policy: GradePolicy,
): Promise<Map<string, LearnerGrades>> {
  const slugs = (kind: AssignmentKind) =>
    assignments.filter((assignment) => assignment.kind === kind).map(({ slug }) => slug);
  const [exercises, quizzes] = await Promise.all([
    exerciseAttempts(learnerIds, slugs('exercise')),
    quizAttempts(learnerIds, slugs('quiz')),
  ]);
  const now = Date.now();
  return new Map(
    learnerIds.map((learnerId) => {
      const grades = assignments.map(({ kind, slug, dueAt }) => {
        const ofKind = kind === 'exercise' ? exercises : quizzes;
        const attempts = ofKind.get(learnerId)?.get(slug) ?? [];
        return gradeOf({ attempts, deadline: dueAt, policy });
      });
      const total = totalOf(
        assignments.map(({ weight, dueAt }, index) => ({
          points: grades[index]!.points,
          weight,
          isOver: dueAt !== null && dueAt.getTime() < now,
        })),
      );
      return [learnerId, { grades, total }];
    }),
  );
}
