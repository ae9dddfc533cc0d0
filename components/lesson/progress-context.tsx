'use client';

import { usePathname } from 'next/navigation';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

/** What a learner has done, as returned by `/course/progress`. */
export interface CourseProgress {
  /** By lesson: how many of its questions are answered. */
  lessons: Record<string, { answered: number; questions: number }>;
  /** By exercise: whether an attempt passed, and the best score. */
  exercises: Record<string, { passed: boolean; bestScore: number }>;
  /** The lesson in which the learner last answered a question. */
  last?: string | undefined;
}

const ProgressContext = createContext<CourseProgress | undefined>(undefined);

/** Loads the learner's progress once per page, so that the pages themselves are the same for everyone. */
export function ProgressProvider({ children }: { children: ReactNode }) {
  const [progress, setProgress] = useState<CourseProgress>();
  const path = usePathname();
  useEffect(() => {
    const stop = new AbortController();
    fetch('/course/progress', { signal: stop.signal })
      .then(async (response) => (response.ok ? setProgress(await response.json()) : undefined))
      .catch(() => undefined);
    return () => stop.abort();
    // The learner may have made progress on the previous page.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [path]);
  return <ProgressContext value={progress}>{children}</ProgressContext>;
}

/** The learner's progress; undefined until it is known. */
export function useProgress(): CourseProgress | undefined {
  return useContext(ProgressContext);
}
