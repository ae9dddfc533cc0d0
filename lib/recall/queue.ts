import type { ReviewCard, ReviewQueue } from '@dfm/contracts/browser-api';
import { gradeIntervals, type CardState } from './schedule.ts';

/** A card of a lesson, with the content that its page shows. */
export interface KnownCard {
  lesson: string;
  lessonTitle: string;
  /** ID within its lesson. */
  card: string;
  front: string;
  back: string;
}

/** A learner's state of one card. */
export type CardReview = CardState & { lesson: string; card: string };

/** Key of a card among the cards of all lessons. */
function cardKey({ lesson, card }: { lesson: string; card: string }): string {
  return `${lesson}/${card}`;
}

/**
 * The cards that a learner has to review at `now`.
 *
 * @param cards all cards of the course, in order
 * @param reviews reviews of the learner; those of removed cards are ignored
 * @param read lessons that the learner has read. Their cards are included, and so is every card that was
 *   reviewed before
 */
export function reviewQueue(
  cards: readonly KnownCard[],
  reviews: readonly CardReview[],
  read: ReadonlySet<string>,
  now: Date,
): ReviewQueue {
  const reviewOf = new Map(reviews.map((review) => [cardKey(review), review]));
  const own = cards
    .map((card) => ({ card, review: reviewOf.get(cardKey(card)) }))
    .filter(({ card, review }) => review !== undefined || read.has(card.lesson));
  const seen = own
    .flatMap(({ card, review }) => (review ? [{ card, review }] : []))
    .toSorted((a, b) => a.review.due.getTime() - b.review.due.getTime());
  const due = [
    ...seen.filter(({ review }) => review.due <= now),
    ...own.filter(({ review }) => review === undefined),
  ];
  return {
    cards: due.map(({ card, review }) => reviewCard(card, review, now)),
    known: own.length,
    next: seen.find(({ review }) => review.due > now)?.review.due.toISOString(),
  };
}

/** A card as shown on the review page. */
export function reviewCard(card: KnownCard, review: CardState | undefined, now: Date): ReviewCard {
  return { ...card, reps: review?.reps ?? 0, intervalsMs: gradeIntervals(review, now) };
}
