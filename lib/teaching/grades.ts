import 'server-only';
import type { GradePolicy } from '@dfm/contracts/grade-policy';
import { deadlineOf, type Deadline } from '@dfm/gradebook/deadline';
import { gradeOf, type Grade } from '@dfm/gradebook/grade';
import { totalOf } from '@dfm/gradebook/total';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { exerciseAttempts } from './exercise-attempts.ts';
import type { RegradesUpTo } from './new-results.ts';
import { quizAttempts } from './quiz-attempts.ts';
import { staffDecisions } from './staff-decisions.ts';

/** What has to be done, and by when. */
interface GradedAssignment {
  kind: AssignmentKind;
  slug: string;
  dueAt: Date | null;
  weight: number;
}

interface AssignmentGrade {
  deadline: Deadline;
  grade: Grade;
}

export interface LearnerGrades {
  /** In the order of the assignments. */
  grades: AssignmentGrade[];
  /** 0 to 100; null if nothing counts yet. */
  total: number | null;
}

interface Graded {
  cohortId: string;
  assignments: readonly GradedAssignment[];
  policy: GradePolicy;
  /** If given, only these regrades count; otherwise all that are applied. */
  upTo?: RegradesUpTo;
}

/** The grades of learners for assignments of a cohort, by learner. */
export async function gradesOf(
  learnerIds: readonly string[],
  { cohortId, assignments, policy, upTo }: Graded,
): Promise<Map<string, LearnerGrades>> {
  const slugs = (kind: AssignmentKind) =>
    assignments.filter((assignment) => assignment.kind === kind).map(({ slug }) => slug);
  const [exercises, quizzes, decisions] = await Promise.all([
    exerciseAttempts(learnerIds, slugs('exercise'), cohortId, upTo),
    quizAttempts(learnerIds, slugs('quiz')),
    staffDecisions(cohortId, learnerIds),
  ]);
  const now = new Date();
  return new Map(
    learnerIds.map((learnerId) => {
      const grades = assignments.map((assignment): AssignmentGrade => {
        const { kind, slug, dueAt } = assignment;
        const deadline = deadlineOf(dueAt, decisions.extensionOf(learnerId, assignment));
        const ofKind = kind === 'exercise' ? exercises : quizzes;
        const attempts = ofKind.get(learnerId)?.get(slug) ?? [];
        const override = decisions.overrideOf(learnerId, assignment);
        // Answering one of a lesson's quizzes is not a whole attempt, so their number is not limited.
        const own = kind === 'quiz' ? { ...policy, attemptsMax: null } : policy;
        return { deadline, grade: gradeOf({ attempts, deadline: deadline.at, policy: own, override }) };
      });
      const total = totalOf(
        grades.map(({ deadline, grade }, index) => ({
          points: grade.points,
          weight: assignments[index]!.weight,
          isOver: deadline.at !== null && deadline.at < now && !grade.isPending,
        })),
      );
      return [learnerId, { grades, total }];
    }),
  );
}
