import type { RecallGrade } from '@dfm/contracts';

/**
 * The grades, worst first: the keys 1 to 4. Written again here, for the list of the contracts comes with
 * their schemas.
 */
export const grades = ['again', 'hard', 'good', 'easy'] as const satisfies readonly RecallGrade[];
