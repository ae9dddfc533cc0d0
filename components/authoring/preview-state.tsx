'use client';

import type { LessonAnswers } from '@dfm/contracts/browser-api';
import { useCallback, useState, type ReactNode } from 'react';
import { LessonContext, type SubmitAnswers } from '@/components/mdx/quiz-context.ts';

/** Answers of an author in a preview, which are forgotten with it. */
export function PreviewState({
  lesson,
  submit,
  children,
}: {
  lesson: string;
  submit: SubmitAnswers;
  children: ReactNode;
}) {
  const [answered, setAnswered] = useState<LessonAnswers>({});
  const record = useCallback(
    (quizId: string, answer: LessonAnswers[string]) =>
      setAnswered((current) => ({ ...current, [quizId]: answer })),
    [],
  );
  return <LessonContext value={{ lesson, submit, answered, record }}>{children}</LessonContext>;
}
