'use server';

import { quizAnswersSchema } from '@dfm/contracts';
import type { SubmitAnswers } from '@/components/mdx/quiz-context.ts';
import { markQuiz } from '@/lib/content/mark-quiz.ts';
import { quizKey } from '@/lib/content/lesson.ts';

/** Takes a learner's answers to one quiz and tells what is right, and why. */
export const submitAnswers: SubmitAnswers = async (lesson, quizId, answers) => {
  const parsed = quizAnswersSchema.safeParse(answers);
  const key = parsed.success ? await quizKey(lesson, quizId) : undefined;
  if (!parsed.success || !key) return { ok: false, message: 'These questions have changed since the page was loaded. Reload it and answer again.' };
  return { ok: true, outcome: markQuiz(key, parsed.data) };
};
