'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';

const pauseMs = 500;

/**
 * In development, renders the page on the server again and again, because no bundler watches the course's
 * files. What did not change stays, form state included.
 */
export function RefreshOnEdit() {
  const router = useRouter();
  const [isRefreshing, startRefresh] = useTransition();
  useEffect(() => {
    // One refresh would end another that is still in progress.
    if (isRefreshing) return undefined;
    const timer = setInterval(() => !document.hidden && startRefresh(() => router.refresh()), pauseMs);
    return () => clearInterval(timer);
  }, [router, isRefreshing]);
  return null;
}
