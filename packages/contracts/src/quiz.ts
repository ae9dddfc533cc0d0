import { z } from 'zod';

/** The options that a learner chose: option IDs by question ID, as in the lesson's markup. */
export const quizAnswersSchema = z.record(z.string().max(20), z.array(z.string().max(20)).max(20));
export type QuizAnswers = z.infer<typeof quizAnswersSchema>;

/** Explanations are HTML generated from the lesson's Markdown, and contain no raw HTML of the author. */
export interface QuizQuestionKey {
  id: string;
  /** Explanation of the complete question (a prediction's answer). */
  answer?: string | undefined;
  options: { id: string; correct: boolean; why: string }[];
}

/** The answer key of a quiz or prediction. Stays on the server until the learner has answered. */
export interface QuizKey {
  questions: QuizQuestionKey[];
}

/** What the browser gets after that: the answer key, and which questions were answered correctly. */
export interface QuizOutcome {
  questions: (QuizQuestionKey & { right: boolean })[];
}
