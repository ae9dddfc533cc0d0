import type { RecallGrade } from '@dfm/contracts';

/**
 * The grades, worst first, for the keys 1 to 4. Repeated here because the list in the contracts comes with
 * their schemas.
 */
export const grades = ['again', 'hard', 'good', 'easy'] as const satisfies readonly RecallGrade[];
