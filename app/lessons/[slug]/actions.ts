'use server';

import type { SubmitAnswers } from '@/components/mdx/quiz-context.ts';
import { submitQuiz } from '@/lib/progress/submit-quiz.ts';

/** Stores a learner's answers to one quiz and returns what is right, and why. */
export const submitAnswers: SubmitAnswers = async (lesson, quizId, answers) =>
  submitQuiz(lesson, quizId, answers);
