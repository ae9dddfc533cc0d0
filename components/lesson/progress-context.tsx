'use client';

import { usePathname } from 'next/navigation';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';

/** What a learner has done, as `/course/progress` says it. */
export interface CourseProgress {
  /** By lesson: how many of its questions are answered, of how many. */
  lessons: Record<string, { answered: number; questions: number }>;
  /** By exercise: whether an attempt passed, and the best score. */
  exercises: Record<string, { passed: boolean; bestScore: number }>;
  /** The lesson last answered in. */
  last?: string | undefined;
}

const ProgressContext = createContext<CourseProgress | undefined>(undefined);

/** Loads the learner's progress once per page, so that pages themselves stay the same for everybody. */
export function ProgressProvider({ children }: { children: ReactNode }) {
  const [progress, setProgress] = useState<CourseProgress>();
  const path = usePathname();
  useEffect(() => {
    const stop = new AbortController();
    fetch('/course/progress', { signal: stop.signal })
      .then(async (response) => (response.ok ? setProgress(await response.json()) : undefined))
      .catch(() => undefined);
    return () => stop.abort();
    // A learner comes to the next page having done something on the last.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [path]);
  return <ProgressContext value={progress}>{children}</ProgressContext>;
}

/** The learner's progress; undefined until it is known. */
export function useProgress(): CourseProgress | undefined {
  return useContext(ProgressContext);
}
