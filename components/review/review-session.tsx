'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { GradeButtons } from './grade-buttons.tsx';
import { NothingDue } from './nothing-due.tsx';
import { ReviewCard } from './review-card.tsx';
import { useReviewKeys } from './use-review-keys.ts';
import { useReviewSession, type GradeCard, type ReviewProblem } from './use-review-session.ts';

/** The due cards, one at a time: the front, then the back, then the grade. */
export function ReviewSession({ gradeCard }: { gradeCard: GradeCard }) {
  const { session, problem, isSending, reveal, grade } = useReviewSession(gradeCard);
  const shown = useRef<HTMLElement>(null);

  // With each turn of a card, the focused element disappears. The card then gets the focus, so that a
  // screen reader reads it.
  const turns = (session?.graded ?? 0) * 2 + (session?.isRevealed ? 1 : 0);
  useEffect(() => {
    if (turns > 0) shown.current?.focus();
  }, [turns]);
  useReviewKeys(session, reveal, (chosen) => void grade(chosen));

  if (!session)
    return (
      <div className="review-card">
        {problem ? <ProblemNote {...problem} /> : <p className="text-soft">Loading due cards …</p>}
      </div>
    );
  const card = session.cards[0];
  if (!card)
    return <NothingDue graded={session.graded} known={session.known} next={session.next} ref={shown} />;
  return (
    <>
      <CardsToGo graded={session.graded} left={session.cards.length} />
      <ReviewCard card={card} isRevealed={session.isRevealed} ref={shown} />
      {session.isRevealed ? (
        <GradeButtons
          intervalsMs={card.intervalsMs}
          isDisabled={isSending}
          onGrade={(chosen) => void grade(chosen)}
        />
      ) : (
        <p>
          <Button look="primary" onClick={reveal} aria-keyshortcuts="Space">
            Show the answer
          </Button>
          <span aria-hidden className="review-keys">
            <kbd>Space</kbd>
          </span>
        </p>
      )}
      <output className="block min-h-8 pt-3">{problem && <ProblemNote {...problem} />}</output>
    </>
  );
}

function CardsToGo({ graded, left }: { graded: number; left: number }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
      <progress value={graded} max={graded + left} aria-label="Cards done" className="progress-bar" />
      <span className="tabular-nums">{left === 1 ? 'The last card' : `${left} cards to go`}</span>
    </div>
  );
}

function ProblemNote({ message, canReload }: ReviewProblem) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="text-bad">{message}</span>
      {canReload && <Button onClick={() => window.location.reload()}>Reload</Button>}
    </span>
  );
}
