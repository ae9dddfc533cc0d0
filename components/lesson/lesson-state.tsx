'use client';

import { useEffect, useState, type ReactNode } from 'react';
import { LessonContext, type Answered, type SubmitAnswers } from '@/components/mdx/quiz-context.ts';

interface Props {
  lesson: string;
  submit: SubmitAnswers;
  children: ReactNode;
}

/** Loads what the learner answered before into a page that is the same file for everyone. */
export function LessonState({ lesson, submit, children }: Props) {
  const [answered, setAnswered] = useState<Answered>();
  useEffect(() => {
    const stop = new AbortController();
    fetch(`/lessons/${lesson}/answers`, { signal: stop.signal })
      .then(async (response) => (response.ok ? setAnswered(await response.json()) : undefined))
      // If this fails, the questions are shown unanswered.
      .catch(() => undefined);
    return () => stop.abort();
  }, [lesson]);
  return <LessonContext value={{ lesson, submit, answered }}>{children}</LessonContext>;
}
