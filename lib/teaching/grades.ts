import 'server-only';
import type { GradePolicy } from '@dfm/contracts/grade-policy';
import { deadlineOf, type Deadline } from '@dfm/gradebook/deadline';
import { gradeOf, type Grade } from '@dfm/gradebook/grade';
import { totalOf } from '@dfm/gradebook/total';
import { groupMates } from '../assignments/group-mates.ts';
import { staffDecisions } from '../assignments/staff-decisions.ts';
import type { AssignmentKind } from '../db/generated/enums.ts';
import { exerciseAttempts } from './exercise-attempts.ts';
import { type GradedAssignment, policyFor } from './graded-assignment.ts';
import type { RegradesUpTo } from './new-results.ts';
import { quizAttempts } from './quiz-attempts.ts';

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
  const hasGroupWork = assignments.some(({ mode }) => mode === 'group');
  const mates = hasGroupWork ? await groupMates(cohortId, learnerIds) : new Map<string, string[]>();
  const everyone = [...new Set([...learnerIds, ...[...mates.values()].flat()])];
  const [exercises, quizzes, decisions] = await Promise.all([
    exerciseAttempts(everyone, slugs('exercise'), cohortId, upTo),
    quizAttempts(learnerIds, slugs('quiz')),
    staffDecisions(cohortId, learnerIds),
  ]);
  const now = new Date();
  return new Map(
    learnerIds.map((learnerId) => {
      const grades = assignments.map((assignment): AssignmentGrade => {
        const { kind, slug, mode, opensAt, dueAt } = assignment;
        const deadline = deadlineOf(dueAt, decisions.extensionOf(learnerId, assignment));
        const ofKind = kind === 'exercise' ? exercises : quizzes;
        const workers = (mode === 'group' ? mates.get(learnerId) : undefined) ?? [learnerId];
        const grade = gradeOf({
          attempts: workers.flatMap((id) => ofKind.get(id)?.get(slug) ?? []),
          from: mode === 'exam' ? opensAt : null,
          deadline: deadline.at,
          policy: policyFor(assignment, policy),
          override: decisions.overrideOf(learnerId, assignment),
        });
        return { deadline, grade };
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
