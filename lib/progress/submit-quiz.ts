import 'server-only';
import type { QuizKey } from '@dfm/contracts';
import {
  sentAnswersSchema,
  type QuizAnswers,
  type QuizOutcome,
  type QuizReply,
} from '@dfm/contracts/browser-api';
import { ensureLearner } from '../auth/session.ts';
import { quizKey } from '../content/lesson.ts';
import { markQuiz } from '../content/mark-quiz.ts';
import { db } from '../db/client.ts';
import { orMessage } from '../http/or-message.ts';

/** Of each quiz, for grades. More would only fill the disk. */
const ATTEMPTS_KEPT = 50;

/**
 * Stores a learner's answers to a quiz or prediction, and then explains them.
 *
 * @param answers unvalidated input from the browser
 */
export async function submitQuiz(lesson: string, quizId: string, answers: unknown): Promise<QuizReply> {
  const parsed = sentAnswersSchema.safeParse(answers);
  const key =
    parsed.success && typeof lesson === 'string' && typeof quizId === 'string'
      ? await quizKey(lesson, quizId)
      : undefined;
  if (!parsed.success || !key)
    return {
      ok: false,
      message: 'These questions have changed since the page was loaded. Reload the page and answer again.',
    };
  return orMessage(async () => {
    const learner = await ensureLearner();
    return { ok: true, outcome: await recordAnswers(learner.id, lesson, quizId, key, parsed.data) };
  });
}

/**
 * Stores the answers to the questions in the key, replacing earlier ones, and only then returns the correct
 * options and explanations.
 */
export async function recordAnswers(
  learnerId: string,
  lesson: string,
  quiz: string,
  key: QuizKey,
  answers: QuizAnswers,
): Promise<QuizOutcome> {
  const chosen = Object.fromEntries(
    key.questions.map(({ id, options }) => [
      id,
      options.map((option) => option.id).filter((option) => answers[id]?.includes(option)),
    ]),
  );
  const outcome = markQuiz(key, chosen);
  const stored = {
    answers: chosen,
    right: outcome.questions.filter((question) => question.right).length,
    questions: key.questions.length,
    answeredAt: new Date(),
  };
  const of = { learnerId, lesson, quiz };
  await db().$transaction(async (transaction) => {
    await transaction.quizAnswer.upsert({
      where: { learnerId_lesson_quiz: of },
      create: { ...of, ...stored },
      update: stored,
    });
    if ((await transaction.quizAttempt.count({ where: of, take: ATTEMPTS_KEPT })) < ATTEMPTS_KEPT)
      await transaction.quizAttempt.create({
        data: { ...of, right: stored.right, answeredAt: stored.answeredAt },
      });
  });
  return outcome;
}
