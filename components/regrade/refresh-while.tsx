'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Loads the data of the page again and again, while something on it is in progress and the page is visible. */
export function RefreshWhile({ isActive, everyMs }: { isActive: boolean; everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    if (!isActive) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isActive, everyMs, router]);
  return null;
}
