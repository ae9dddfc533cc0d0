'use client';

import type { CourseProgress } from '@dfm/contracts/browser-api';
import { usePathname } from 'next/navigation';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';

const ProgressContext = createContext<CourseProgress | undefined>(undefined);

/** Loads the learner's progress once per page, so that the pages themselves are the same for everyone. */
export function ProgressProvider({ children }: { children: ReactNode }) {
  const [progress, setProgress] = useState<CourseProgress>();
  const path = usePathname();
  useEffect(() => {
    const stop = new AbortController();
    fetchJson('/course/progress', (api) => api.courseProgressSchema, { signal: stop.signal })
      .then((read) => read && setProgress(read))
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
