import type { GradePolicy } from '@dfm/contracts/grade-policy';
import type { AssignmentKindName, WorkMode } from '@dfm/contracts/page-data';

/** What has to be done, from when, by when and how. */
export interface GradedAssignment {
  kind: AssignmentKindName;
  slug: string;
  opensAt: Date | null;
  dueAt: Date | null;
  mode: WorkMode;
  weight: number;
}

/** The columns of an assignment that determine its grades. */
export const gradedColumns = {
  kind: true,
  slug: true,
  opensAt: true,
  dueAt: true,
  mode: true,
  weight: true,
} as const;

/** The policy of a class as it applies to one of its assignments. */
export function policyFor({ kind, mode }: GradedAssignment, policy: GradePolicy): GradePolicy {
  // Answering one of a lesson's quizzes is not a whole attempt, so their number is not limited.
  if (kind === 'quiz') return { ...policy, attemptsMax: null };
  return mode === 'exam' ? { ...policy, late: { ...policy.late, acceptForDays: 0 } } : policy;
}
