'use client';

import type { LessonAnswers, QuizAnswers, QuizOutcome, QuizReply } from '@dfm/contracts/browser-api';
import { createContext, useContext } from 'react';

/** Submits a learner's answers and returns what is right. The server stores the answers before it returns. */
export type SubmitAnswers = (lesson: string, quizId: string, answers: QuizAnswers) => Promise<QuizReply>;

interface LessonState {
  lesson: string;
  submit: SubmitAnswers;
  /** Undefined until it is loaded. */
  answered: LessonAnswers | undefined;
  /** Notes answers that the server has stored. */
  record: (quizId: string, answer: LessonAnswers[string]) => void;
}

export const LessonContext = createContext<LessonState | undefined>(undefined);

interface QuizState {
  quizId: string;
  answers: QuizAnswers;
  outcome: QuizOutcome | undefined;
  choose: (questionId: string, optionId: string, several: boolean) => void;
}

export const QuizContext = createContext<QuizState | undefined>(undefined);

/**
 * The lesson around a quiz.
 *
 * @throws Error if there is none, because a component of a lesson was used elsewhere
 */
export function useLesson(): LessonState {
  const state = useContext(LessonContext);
  if (!state) throw new Error('a quiz is outside a lesson');
  return state;
}

/** The quiz around a question or option. */
export function useQuiz(): QuizState {
  const state = useContext(QuizContext);
  if (!state) throw new Error('a question is outside a quiz');
  return state;
}
