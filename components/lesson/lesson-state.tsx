'use client';

import type { LessonAnswers } from '@dfm/contracts/browser-api';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';
import { LessonContext, type SubmitAnswers } from '@/components/mdx/quiz-context.ts';
import { useRefreshProgress } from './progress-context.tsx';

interface Props {
  lesson: string;
  submit: SubmitAnswers;
  children: ReactNode;
}

/** Loads what the learner answered before into a page that is the same file for everyone. */
export function LessonState({ lesson, submit, children }: Props) {
  const [answered, setAnswered] = useState<LessonAnswers>();
  const refreshProgress = useRefreshProgress();
  useEffect(() => {
    const stop = new AbortController();
    fetchJson(`/lessons/${lesson}/answers`, (api) => api.lessonAnswersSchema, { signal: stop.signal })
      // The learner may have answered in the meantime.
      .then((stored) => setAnswered((current) => ({ ...stored, ...current })))
      // If this fails, the questions are shown unanswered.
      .catch(() => undefined);
    return () => stop.abort();
  }, [lesson]);
  const record = useCallback(
    (quizId: string, answer: LessonAnswers[string]) => {
      setAnswered((current) => ({ ...current, [quizId]: answer }));
      refreshProgress();
    },
    [refreshProgress],
  );
  return <LessonContext value={{ lesson, submit, answered, record }}>{children}</LessonContext>;
}
