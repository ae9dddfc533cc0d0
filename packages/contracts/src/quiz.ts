import * as z from 'zod/mini';

/** Explanations are HTML generated from the lesson's Markdown, and contain no raw HTML of the author. */
export const quizQuestionKeySchema = z.object({
  id: z.string(),
  /** Explanation of the complete question (a prediction's answer). */
  answer: z.optional(z.string()),
  options: z.array(z.object({ id: z.string(), correct: z.boolean(), why: z.string() })),
});
export type QuizQuestionKey = z.infer<typeof quizQuestionKeySchema>;

/** The answer key of a quiz or prediction. Stays on the server until the learner has answered. */
export interface QuizKey {
  kind: 'prediction' | 'quiz';
  questions: QuizQuestionKey[];
  /** Of each question, in the same order, as the lesson shows them. */
  texts: QuestionText[];
}

export interface QuestionText {
  /** Plain text. */
  prompt: string;
  /** In the order of the options. */
  options: string[];
}
