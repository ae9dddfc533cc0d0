/** How well a learner knew the back of a card, worst first. */
export const recallGrades = ['again', 'hard', 'good', 'easy'] as const;
export type RecallGrade = (typeof recallGrades)[number];
