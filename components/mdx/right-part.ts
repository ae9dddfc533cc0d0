import type { LessonAnswers } from '@dfm/contracts/browser-api';

/** What remains of a quiz when the missed questions are tried again: the questions answered correctly. */
export function rightPart({ answers, outcome }: LessonAnswers[string]): LessonAnswers[string] {
  const questions = outcome.questions.filter(({ right }) => right);
  return {
    answers: Object.fromEntries(questions.map(({ id }) => [id, answers[id] ?? []])),
    outcome: { questions },
  };
}
