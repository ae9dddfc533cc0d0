import type { PreparationView } from '@dfm/contracts';
import { useEffect, useState } from 'react';

/** Whether runs of an exercise can begin. */
export interface Readiness {
  /** Connected nodes that can take one now. */
  runners: number;
  /** What is being prepared, where there is none. */
  preparation?: PreparationView | undefined;
}

const pollMs = 3_000;

/**
 * Follows what runs of an exercise wait for, until they need not. `known` is what the site knew when the page
 * was made.
 */
export function useReadiness(slug: string, known: Readiness): Readiness {
  const [readiness, setReadiness] = useState(known);
  const isOpen = readiness.runners === 0;
  useEffect(() => {
    if (!isOpen) return undefined;
    let ended = false;
    const poll = async () => {
      const next = await fetch(`/api/preparation?exercise=${encodeURIComponent(slug)}`).then(
        (response) => (response.ok ? (response.json() as Promise<Readiness>) : undefined),
        () => undefined,
      );
      // A site that is away now is asked again.
      if (!ended && next !== undefined) setReadiness(next);
    };
    const timer = setInterval(() => void poll(), pollMs);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [slug, isOpen]);
  return readiness;
}
