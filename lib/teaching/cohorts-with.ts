import 'server-only';
import type { Account } from '../auth/session.ts';
import type { Prisma } from '../db/client.ts';
import { permissions } from './access.ts';

/**
 * Selects the cohorts that have to do an exercise.
 *
 * @param staff only those whose learners' work this account may see as staff
 */
export function cohortsWith(exercise: string, staff?: Account): Prisma.CohortWhereInput {
  const assignments = { some: { kind: 'exercise', slug: exercise } } as const;
  if (staff === undefined || staff.isAdmin) return { assignments };
  return {
    assignments,
    course: { staff: { some: { userId: staff.id, role: { in: [...permissions.seeWork] } } } },
  };
}
