import type { ReviewCard, ReviewQueue } from '@dfm/contracts';
import { gradeIntervals, type CardState } from './schedule.ts';

/** A card of a lesson, with what its page tells of it. */
export interface KnownCard {
  lesson: string;
  lessonTitle: string;
  /** Within its lesson. */
  card: string;
  front: string;
  back: string;
}

/** Where a learner stands with one card. */
export type CardReview = CardState & { lesson: string; card: string };

/** Name of a card among those of all lessons. */
function cardKey({ lesson, card }: { lesson: string; card: string }): string {
  return `${lesson}/${card}`;
}

/**
 * What a learner has to review at `now`.
 *
 * @param cards of the whole course, in its order
 * @param reviews of the learner; one of a card that the course no longer has counts for nothing
 * @param read lessons the learner has read: their cards are the learner's. Those that were reviewed before
 *   are in any case
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

/** A card as the review page shows it. */
export function reviewCard(card: KnownCard, review: CardState | undefined, now: Date): ReviewCard {
  return { ...card, reps: review?.reps ?? 0, intervalsMs: gradeIntervals(review, now) };
}
