import type { Readiness } from '@dfm/contracts/browser-api';
import { useEffect, useState } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';

const pollMs = 3_000;

/**
 * Polls what runs of an exercise are waiting for, until they can start.
 *
 * @param known the state when the page was rendered
 * @returns `wasPreparing`: something was being prepared when the page was rendered; `hasRunner`: a run can
 *   start now or when the preparation is done
 */
export function useReadiness(slug: string, known: Readiness) {
  const [readiness, setReadiness] = useState(known);
  const isOpen = readiness.runners === 0;
  useEffect(() => {
    if (!isOpen) return undefined;
    let ended = false;
    const poll = async () => {
      const next = await fetchJson(
        `/api/preparation?exercise=${encodeURIComponent(slug)}`,
        (api) => api.readinessSchema,
      ).catch(() => undefined);
      // If the site cannot be reached, the next poll tries again.
      if (!ended && next !== undefined) setReadiness(next);
    };
    const timer = setInterval(() => void poll(), pollMs);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [slug, isOpen]);
  const { runners, preparation } = readiness;
  return {
    preparation,
    wasPreparing: known.preparation !== undefined,
    hasRunner: runners > 0 || preparation !== undefined,
  };
}
