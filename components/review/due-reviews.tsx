'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';

/**
 * Leads to the review, and says how many cards are due once that is known. It is one line from the start:
 * nothing moves.
 */
export function DueReviews() {
  const [due, setDue] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    fetch('/review/due', { signal: stop.signal })
      .then(async (response) =>
        response.ok ? setDue(((await response.json()) as { due: number }).due) : undefined,
      )
      // Without it the line leads to the review all the same.
      .catch(() => undefined);
    return () => stop.abort();
  }, []);
  return (
    <Link href="/review" prefetch={false} className="text-accent underline underline-offset-2">
      {due === 0
        ? 'Review what you have read'
        : due === 1
          ? 'Review 1 card that is due'
          : `Review ${due} cards that are due`}
    </Link>
  );
}
