import type { QuizAnswers, QuizKey, QuizOutcome } from '@dfm/contracts';

/**
 * Compares answers with a key. A question is right when exactly its correct options are chosen; an unanswered
 * one is not.
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
