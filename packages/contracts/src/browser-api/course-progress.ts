import * as z from 'zod/mini';

/** `GET /course/progress`: what a learner has done. */
export const courseProgressSchema = z.object({
  /**
   * By lesson: the number of answered questions, of those answered correctly and of all questions, and
   * whether it counts as read. Lessons without an answer are absent.
   */
  lessons: z.record(
    z.string(),
    z.object({ answered: z.number(), right: z.number(), questions: z.number(), read: z.boolean() }),
  ),
  /** By exercise, if it was graded at least once. Scores 0–100. */
  exercises: z.record(z.string(), z.object({ passed: z.boolean(), bestScore: z.number() })),
  /** By lab: how many of its steps are done. Labs of which none is done are absent. */
  labs: z.record(z.string(), z.object({ done: z.number(), steps: z.number() })),
  /** The lesson with the most recent answer. */
  last: z.optional(z.string()),
});
export type CourseProgress = z.infer<typeof courseProgressSchema>;
