import type { ReviewCard, ReviewQueue } from '@dfm/contracts/browser-api';

/** The state of a review session: the cards that are due. */
export interface SessionState {
  /** Cards still to be graded. The first one is shown. */
  cards: readonly ReviewCard[];
  /** Whether the back of the first card is shown. */
  isRevealed: boolean;
  /** Number of grades given in this session. */
  graded: number;
  /** Number of cards that the learner has, due or not. */
  known: number;
  /** ISO 8601: when the next card that is not in this session is due. */
  next?: string | undefined;
}

export type SessionEvent =
  | { type: 'opened'; queue: ReviewQueue }
  | { type: 'revealed' }
  | { type: 'graded'; due: string; again?: ReviewCard | undefined };

/** The session after an event; undefined until it is opened. A card that is due again soon goes to the end. */
export function reduceSession(
  session: SessionState | undefined,
  event: SessionEvent,
): SessionState | undefined {
  if (event.type === 'opened') return { ...event.queue, isRevealed: false, graded: 0 };
  if (!session) return undefined;
  if (event.type === 'revealed') return { ...session, isRevealed: session.cards.length > 0 };
  const rest = session.cards.slice(1);
  const turned = { ...session, isRevealed: false, graded: session.graded + 1 };
  return event.again
    ? { ...turned, cards: [...rest, event.again] }
    : { ...turned, cards: rest, next: earlier(session.next, event.due) };
}

/** ISO 8601 times in UTC sort alphabetically. */
function earlier(one: string | undefined, other: string): string {
  return one === undefined || other < one ? other : one;
}
