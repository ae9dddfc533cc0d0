import type { QuizKey } from '@dfm/contracts';
import type { QuizAnswers, QuizOutcome } from '@dfm/contracts/browser-api';

/**
 * Compares answers with an answer key. A question is right if exactly its correct options are chosen; an
 * unanswered question is not.
 */
export function markQuiz(key: QuizKey, answers: QuizAnswers): QuizOutcome {
  return {
    questions: key.questions.map((question) => {
      const chosen = new Set(Object.hasOwn(answers, question.id) ? answers[question.id] : []);
      return {
        ...question,
        right: question.options.every((option) => option.correct === chosen.has(option.id)),
      };
    }),
  };
}
