import type { ReviewCard, ReviewQueue } from '@dfm/contracts';

/** A learner's way through the cards that are due. */
export interface Sitting {
  /** Still to be graded; the first is shown. */
  cards: readonly ReviewCard[];
  /** Whether the back of the first is shown. */
  isRevealed: boolean;
  /** Grades given in this sitting. */
  graded: number;
  /** Cards of the learner in all, due or not. */
  known: number;
  /** ISO 8601: when the next card is due that is not in this sitting. */
  next?: string | undefined;
}

export type SittingEvent =
  | { type: 'opened'; queue: ReviewQueue }
  | { type: 'revealed' }
  | { type: 'graded'; due: string; again?: ReviewCard | undefined };

/**
 * What an event makes of a sitting; undefined until it is opened. A card that is due again soon goes to the
 * end.
 */
export function sittingAfter(sitting: Sitting | undefined, event: SittingEvent): Sitting | undefined {
  if (event.type === 'opened') return { ...event.queue, isRevealed: false, graded: 0 };
  if (!sitting) return undefined;
  if (event.type === 'revealed') return { ...sitting, isRevealed: sitting.cards.length > 0 };
  const rest = sitting.cards.slice(1);
  const turned = { ...sitting, isRevealed: false, graded: sitting.graded + 1 };
  return event.again
    ? { ...turned, cards: [...rest, event.again] }
    : { ...turned, cards: rest, next: earlier(sitting.next, event.due) };
}

/** Times of ISO 8601 in UTC are in the order of their letters. */
function earlier(one: string | undefined, other: string): string {
  return one === undefined || other < one ? other : one;
}
