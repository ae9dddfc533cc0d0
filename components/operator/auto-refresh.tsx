'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const refreshMs = 5_000;

/** Reloads the data of the page regularly while it is visible. */
export function AutoRefresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && router.refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
