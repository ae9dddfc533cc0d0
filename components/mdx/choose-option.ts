import type { QuizAnswers } from '@dfm/contracts/browser-api';

/**
 * The answers after a click on an option.
 *
 * @param several the question takes several options, so that a second click takes the option back; otherwise
 *   the option replaces the one before
 */
export function chooseOption(
  answers: QuizAnswers,
  question: string,
  option: string,
  several: boolean,
): QuizAnswers {
  if (!several) return { ...answers, [question]: [option] };
  const before = answers[question] ?? [];
  return {
    ...answers,
    [question]: before.includes(option) ? before.filter((other) => other !== option) : [...before, option],
  };
}
