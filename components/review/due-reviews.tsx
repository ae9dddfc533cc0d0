'use client';

import { hrefTo } from '@dfm/contracts/page-addresses';
import { useEffect, useState } from 'react';
import { fetchJson } from '@/components/api/fetch-json.ts';
import { Link } from '@/components/ui/link.tsx';

/**
 * Links to the review, and shows how many cards are due once that is known. The line is there from the start,
 * so that nothing moves.
 */
export function DueReviews() {
  const [due, setDue] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    fetchJson('/review/due', (api) => api.dueCardsSchema, { signal: stop.signal })
      .then((cards) => cards && setDue(cards.due))
      // If this fails, the line still links to the review.
      .catch(() => undefined);
    return () => stop.abort();
  }, []);
  return (
    <Link href={hrefTo('review')} className="text-accent underline underline-offset-2">
      {due === 0 ? 'Review what you have read' : due === 1 ? 'Review 1 due card' : `Review ${due} due cards`}
    </Link>
  );
}
