'use client';

import type { LessonAnswers } from '@dfm/contracts/browser-api';
import { useEffect, useState, type ReactNode } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';
import { LessonContext, type SubmitAnswers } from '@/components/mdx/quiz-context.ts';

interface Props {
  lesson: string;
  submit: SubmitAnswers;
  children: ReactNode;
}

/** Loads what the learner answered before into a page that is the same file for everyone. */
export function LessonState({ lesson, submit, children }: Props) {
  const [answered, setAnswered] = useState<LessonAnswers>();
  useEffect(() => {
    const stop = new AbortController();
    fetchJson(`/lessons/${lesson}/answers`, (api) => api.lessonAnswersSchema, { signal: stop.signal })
      .then(setAnswered)
      // If this fails, the questions are shown unanswered.
      .catch(() => undefined);
    return () => stop.abort();
  }, [lesson]);
  return <LessonContext value={{ lesson, submit, answered }}>{children}</LessonContext>;
}
