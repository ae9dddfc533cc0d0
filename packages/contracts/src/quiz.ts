import { z } from 'zod';

/** What a learner chose: option ids by question id. Ids are those of the lesson's markup. */
export const quizAnswersSchema = z.record(z.string().max(20), z.array(z.string().max(20)).max(20));
export type QuizAnswers = z.infer<typeof quizAnswersSchema>;

/** Explanations are HTML made from the lesson's own Markdown; they hold no raw HTML of the author. */
export interface QuizQuestionKey {
  id: string;
  /** Said after the question as a whole (a prediction's answer). */
  answer?: string | undefined;
  options: { id: string; correct: boolean; why: string }[];
}

/** The key of one quiz or prediction. Stays on the server until the learner has committed to an answer. */
export interface QuizKey {
  questions: QuizQuestionKey[];
}

/** What the browser is told after that: the key, and which questions were answered as it says. */
export interface QuizOutcome {
  questions: (QuizQuestionKey & { right: boolean })[];
}
