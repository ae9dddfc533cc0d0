import { hrefTo } from '@dfm/contracts/page-addresses';
import type { Ref } from 'react';
import { ButtonLink } from '@/components/ui/button.tsx';
import { Moment } from '@/components/ui/moment.tsx';

interface Props {
  /** Number of grades given in this session. */
  graded: number;
  /** Number of cards that the learner has. */
  known: number;
  /** ISO 8601. */
  next?: string | undefined;
  ref: Ref<HTMLElement>;
}

/** Shown instead of a card: that there is none yet, or none due, and when the next one is due. */
export function NothingDue({ graded, known, next, ref }: Props) {
  return (
    <section ref={ref} tabIndex={-1} aria-label="No card is due" className="review-card">
      <p className="text-xl font-semibold">
        {known === 0 ? 'You have no cards yet' : graded > 0 ? 'That is all for now' : 'Nothing is due'}
      </p>
      <p className="mt-2 text-soft">
        {known === 0
          ? 'The cards of a lesson appear here once you have answered all of its questions, at least half of the quiz correctly.'
          : `You have ${known} ${known === 1 ? 'card' : 'cards'}${graded > 0 ? ` and gave ${graded} ${graded === 1 ? 'grade' : 'grades'}` : ''}.`}{' '}
        {next !== undefined && (
          <>
            The next one is due on <Moment at={next} />.
          </>
        )}
      </p>
      <p className="mt-4">
        <ButtonLink href={hrefTo('course')}>
          {known === 0 ? 'Choose a lesson' : 'Back to the course'}
        </ButtonLink>
      </p>
    </section>
  );
}
