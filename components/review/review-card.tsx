import type { ReviewCard as Card } from '@dfm/contracts/browser-api';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Ref } from 'react';
import { Link } from '@/components/ui/link.tsx';

interface Props {
  card: Card;
  /** Whether the back and its lesson are shown too. */
  isRevealed: boolean;
  ref: Ref<HTMLElement>;
}

/** One card: its front, then also its back. */
export function ReviewCard({ card, isRevealed, ref }: Props) {
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={isRevealed ? 'Card, both sides' : 'Card, front'}
      className="review-card"
    >
      {/* HTML made on the server from the lesson's Markdown, which must not contain raw HTML. */}
      <div className="review-front inline-code" dangerouslySetInnerHTML={{ __html: card.front }} />
      {isRevealed && (
        <>
          <div className="review-back inline-code" dangerouslySetInnerHTML={{ __html: card.back }} />
          <p className="mt-4 text-sm text-faint">
            From{' '}
            <Link
              href={hrefTo('lesson', card.lesson)}
              className="underline decoration-line underline-offset-4 hover:text-ink"
            >
              {card.lessonTitle}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
