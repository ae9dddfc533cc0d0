'use client';

import type { CourseProgress } from '@dfm/contracts/browser-api';
import { usePathname } from 'next/navigation';
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';

interface LoadedProgress {
  progress: CourseProgress | undefined;
  refresh: () => void;
}

const ProgressContext = createContext<LoadedProgress>({ progress: undefined, refresh: () => {} });

/** Loads the learner's progress once per page, so that the pages themselves are the same for everyone. */
export function ProgressProvider({ children }: { children: ReactNode }) {
  const [progress, setProgress] = useState<CourseProgress>();
  // Counts the reasons to load it again.
  const [version, setVersion] = useState(0);
  const path = usePathname();
  useEffect(() => {
    const stop = new AbortController();
    fetchJson('/course/progress', (api) => api.courseProgressSchema, { signal: stop.signal })
      .then((read) => read && setProgress(read))
      .catch(() => undefined);
    return () => stop.abort();
    // The learner may have made progress on the previous page.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [path, version]);
  const refresh = useCallback(() => setVersion((current) => current + 1), []);
  return <ProgressContext value={{ progress, refresh }}>{children}</ProgressContext>;
}

/** The learner's progress; undefined until it is known. */
export function useProgress(): CourseProgress | undefined {
  return useContext(ProgressContext).progress;
}

/** Loads the progress again, after the learner has made some on this page. */
export function useRefreshProgress(): () => void {
  return useContext(ProgressContext).refresh;
}
