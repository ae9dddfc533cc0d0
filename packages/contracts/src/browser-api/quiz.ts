import * as z from 'zod/mini';
import { quizQuestionKeySchema } from '../quiz.ts';

/** The options that a learner chose: option IDs by question ID, as in the lesson's markup. */
export const quizAnswersSchema = z.record(z.string(), z.array(z.string()));
export type QuizAnswers = z.infer<typeof quizAnswersSchema>;

const idSchema = z.string().check(z.maxLength(20));

/** Answers as the browser sends them, before anything is known about them. */
export const sentAnswersSchema = z.record(idSchema, z.array(idSchema).check(z.maxLength(20)));

/** What the browser gets once it has answered: the answer key, and which questions were answered correctly. */
const quizOutcomeSchema = z.object({
  questions: z.array(z.extend(quizQuestionKeySchema, { right: z.boolean() })),
});
export type QuizOutcome = z.infer<typeof quizOutcomeSchema>;

/** The result of answering a quiz. */
export type QuizReply = { ok: true; outcome: QuizOutcome } | { ok: false; message: string };

/** `GET /lessons/<slug>/answers`: what a learner answered in a lesson before, by quiz ID. */
export const lessonAnswersSchema = z.record(
  z.string(),
  z.object({ answers: quizAnswersSchema, outcome: quizOutcomeSchema }),
);
export type LessonAnswers = z.infer<typeof lessonAnswersSchema>;
