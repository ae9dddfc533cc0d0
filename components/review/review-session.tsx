'use client';

import type { CardGraded, RecallGrade, ReviewQueue } from '@dfm/contracts';
import Link from 'next/link';
import { useEffect, useReducer, useRef, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { GradeButtons } from './grade-buttons.tsx';
import { grades } from './grades.ts';
import { NothingDue } from './nothing-due.tsx';
import { sittingAfter } from './sitting.ts';

/** Hands a grade over. The server stores it for the asking learner. */
export type GradeCard = (graded: {
  lesson: string;
  card: string;
  reps: number;
  grade: RecallGrade;
}) => Promise<CardGraded>;

type Trouble = { message: string; canReload: boolean };

/** Cards that are due, one at a time: the front, then the back, then how well it was known. */
export function ReviewSession({ gradeCard }: { gradeCard: GradeCard }) {
  const [sitting, tell] = useReducer(sittingAfter, undefined);
  const [trouble, setTrouble] = useState<Trouble>();
  const [isSending, setSending] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const card = sitting?.cards[0];

  useEffect(() => {
    const stop = new AbortController();
    const failed = () =>
      setTrouble({
        message: 'Your cards could not be loaded. Check the connection and reload the page.',
        canReload: true,
      });
    fetch('/review/queue', { signal: stop.signal })
      .then(async (response) =>
        response.ok ? tell({ type: 'opened', queue: (await response.json()) as ReviewQueue }) : failed(),
      )
      .catch(() => stop.signal.aborted || failed());
    return () => stop.abort();
  }, []);

  // What the keyboard was on is gone with each turn of a card: the card takes the focus, and a screen reader
  // reads it.
  const turns = (sitting?.graded ?? 0) * 2 + (sitting?.isRevealed ? 1 : 0);
  useEffect(() => {
    if (turns > 0) shown.current?.focus();
  }, [turns]);

  async function grade(given: RecallGrade) {
    if (!card || isSending) return;
    setSending(true);
    setTrouble(undefined);
    try {
      const reply = await gradeCard({ lesson: card.lesson, card: card.card, reps: card.reps, grade: given });
      if (reply.ok) tell({ type: 'graded', due: reply.due, again: reply.again });
      else setTrouble({ message: reply.message, canReload: true });
    } catch {
      setTrouble({
        message: 'Your grade did not reach the server. Check the connection and give it again.',
        canReload: false,
      });
    } finally {
      setSending(false);
    }
  }

  const onKey = useRef<(event: KeyboardEvent) => void>(undefined);
  useEffect(() => {
    onKey.current = (event) => {
      if (!card || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      // What has the focus and takes keys itself: a field, a dialog, and for the space bar whatever can be
      // pressed with it.
      const target = event.target instanceof Element ? event.target : null;
      if (
        target?.closest('input, textarea, dialog') ||
        (event.key === ' ' && target?.closest('button, a, summary'))
      )
        return;
      const given = sitting.isRevealed ? grades[Number(event.key) - 1] : undefined;
      if (event.key === ' ' && !sitting.isRevealed) tell({ type: 'revealed' });
      else if (given && event.key !== ' ') void grade(given);
      else return;
      event.preventDefault();
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey.current?.(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  if (!sitting)
    return (
      <div className="review-card">
        {trouble ? <TroubleNote {...trouble} /> : <p className="text-soft">Looking up what is due …</p>}
      </div>
    );
  if (!card)
    return <NothingDue graded={sitting.graded} known={sitting.known} next={sitting.next} ref={shown} />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        <progress
          value={sitting.graded}
          max={sitting.graded + sitting.cards.length}
          aria-label="Cards done"
          className="review-progress"
        />
        <span className="tabular-nums">
          {sitting.cards.length === 1 ? 'The last card' : `${sitting.cards.length} cards to go`}
        </span>
      </div>
      <section
        ref={shown}
        tabIndex={-1}
        aria-label={sitting.isRevealed ? 'Card, both sides' : 'Card, front'}
        className="review-card"
      >
        {/* HTML made on the server from the lesson's Markdown, which may hold no raw HTML. */}
        <div className="review-front inline-code" dangerouslySetInnerHTML={{ __html: card.front }} />
        {sitting.isRevealed && (
          <>
            <div className="review-back inline-code" dangerouslySetInnerHTML={{ __html: card.back }} />
            <p className="mt-4 text-sm text-faint">
              From{' '}
              <Link
                href={`/lessons/${card.lesson}`}
                prefetch={false}
                className="underline decoration-line underline-offset-4 hover:text-ink"
              >
                {card.lessonTitle}
              </Link>
            </p>
          </>
        )}
      </section>
      {sitting.isRevealed ? (
        <GradeButtons
          intervalsMs={card.intervalsMs}
          isDisabled={isSending}
          onGrade={(given) => void grade(given)}
        />
      ) : (
        <p>
          <Button look="primary" onClick={() => tell({ type: 'revealed' })} aria-keyshortcuts="Space">
            Show the answer
          </Button>
          <span aria-hidden className="review-keys">
            <kbd>Space</kbd>
          </span>
        </p>
      )}
      <output className="block min-h-8 pt-3">{trouble && <TroubleNote {...trouble} />}</output>
    </>
  );
}

function TroubleNote({ message, canReload }: Trouble) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="text-bad">{message}</span>
      {canReload && <Button onClick={() => window.location.reload()}>Reload</Button>}
    </span>
  );
}
