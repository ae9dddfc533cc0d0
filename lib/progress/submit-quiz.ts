import 'server-only';
import { quizAnswersSchema, type QuizAnswers, type QuizKey, type QuizOutcome } from '@dfm/contracts';
import { ensureLearner } from '../auth/session.ts';
import { quizKey } from '../content/lesson.ts';
import { markQuiz } from '../content/mark-quiz.ts';
import { db } from '../db/client.ts';
import { orMessage } from '../http/or-message.ts';

export type QuizSubmitted = { ok: true; outcome: QuizOutcome } | { ok: false; message: string };

/**
 * Takes a learner's answers to one quiz or prediction: stored first, explained then.
 *
 * @param answers as it came from the browser, of any shape
 */
export async function submitQuiz(lesson: string, quizId: string, answers: unknown): Promise<QuizSubmitted> {
  const parsed = quizAnswersSchema.safeParse(answers);
  const key =
    parsed.success && typeof lesson === 'string' && typeof quizId === 'string'
      ? await quizKey(lesson, quizId)
      : undefined;
  if (!parsed.success || !key)
    return {
      ok: false,
      message: 'These questions have changed since the page was loaded. Reload it and answer again.',
    };
  return orMessage(async () => {
    const learner = await ensureLearner();
    return { ok: true, outcome: await recordAnswers(learner.id, lesson, quizId, key, parsed.data) };
  });
}

/**
 * Stores the answers to questions the key has, in place of earlier ones, and only then returns what is right
 * and why.
 */
export async function recordAnswers(
  learnerId: string,
  lesson: string,
  quiz: string,
  key: QuizKey,
  answers: QuizAnswers,
): Promise<QuizOutcome> {
  const asked = Object.fromEntries(
    key.questions.map(({ id, options }) => [
      id,
      options.map((option) => option.id).filter((option) => answers[id]?.includes(option)),
    ]),
  );
  const outcome = markQuiz(key, asked);
  const stored = {
    answers: asked,
    right: outcome.questions.filter((question) => question.right).length,
    questions: key.questions.length,
    answeredAt: new Date(),
  };
  await db().quizAnswer.upsert({
    where: { learnerId_lesson_quiz: { learnerId, lesson, quiz } },
    create: { learnerId, lesson, quiz, ...stored },
    update: stored,
  });
  return outcome;
}
