'use client';

import type { CardGraded, RecallGrade, ReviewQueue } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/pages';
import Link from 'next/link';
import { useEffect, useReducer, useRef, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { GradeButtons } from './grade-buttons.tsx';
import { grades } from './grades.ts';
import { NothingDue } from './nothing-due.tsx';
import { reduceSession } from './session-state.ts';
import '@/components/ui/prose.css';
import './review.css';

/** Submits a grade. The server stores it for the current learner. */
export type GradeCard = (graded: {
  lesson: string;
  card: string;
  reps: number;
  grade: RecallGrade;
}) => Promise<CardGraded>;

type Problem = { message: string; canReload: boolean };

/** The due cards, one at a time: the front, then the back, then the grade. */
export function ReviewSession({ gradeCard }: { gradeCard: GradeCard }) {
  const [session, dispatch] = useReducer(reduceSession, undefined);
  const [problem, setProblem] = useState<Problem>();
  const [isSending, setSending] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const card = session?.cards[0];

  useEffect(() => {
    const stop = new AbortController();
    const failed = () =>
      setProblem({
        message: 'Your cards could not be loaded. Check your connection and reload the page.',
        canReload: true,
      });
    fetch('/review/queue', { signal: stop.signal })
      .then(async (response) =>
        response.ok ? dispatch({ type: 'opened', queue: (await response.json()) as ReviewQueue }) : failed(),
      )
      .catch(() => stop.signal.aborted || failed());
    return () => stop.abort();
  }, []);

  // With each turn of a card, the focused element disappears. The card then gets the focus, so that a
  // screen reader reads it.
  const turns = (session?.graded ?? 0) * 2 + (session?.isRevealed ? 1 : 0);
  useEffect(() => {
    if (turns > 0) shown.current?.focus();
  }, [turns]);

  async function grade(chosen: RecallGrade) {
    if (!card || isSending) return;
    setSending(true);
    setProblem(undefined);
    try {
      const reply = await gradeCard({ lesson: card.lesson, card: card.card, reps: card.reps, grade: chosen });
      if (reply.ok) dispatch({ type: 'graded', due: reply.due, again: reply.again });
      else setProblem({ message: reply.message, canReload: true });
    } catch {
      setProblem({
        message: 'Your grade did not reach the server. Check your connection and grade the card again.',
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
      // Elements that handle keys themselves: fields, dialogs, and for the space bar anything that it
      // activates.
      const target = event.target instanceof Element ? event.target : null;
      if (
        target?.closest('input, textarea, dialog') ||
        (event.key === ' ' && target?.closest('button, a, summary'))
      )
        return;
      const chosen = session.isRevealed ? grades[Number(event.key) - 1] : undefined;
      if (event.key === ' ' && !session.isRevealed) dispatch({ type: 'revealed' });
      else if (chosen && event.key !== ' ') void grade(chosen);
      else return;
      event.preventDefault();
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey.current?.(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  if (!session)
    return (
      <div className="review-card">
        {problem ? <ProblemNote {...problem} /> : <p className="text-soft">Loading due cards …</p>}
      </div>
    );
  if (!card)
    return <NothingDue graded={session.graded} known={session.known} next={session.next} ref={shown} />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-soft">
        <progress
          value={session.graded}
          max={session.graded + session.cards.length}
          aria-label="Cards done"
          className="review-progress"
        />
        <span className="tabular-nums">
          {session.cards.length === 1 ? 'The last card' : `${session.cards.length} cards to go`}
        </span>
      </div>
      <section
        ref={shown}
        tabIndex={-1}
        aria-label={session.isRevealed ? 'Card, both sides' : 'Card, front'}
        className="review-card"
      >
        {/* HTML made on the server from the lesson's Markdown, which must not contain raw HTML. */}
        <div className="review-front inline-code" dangerouslySetInnerHTML={{ __html: card.front }} />
        {session.isRevealed && (
          <>
            <div className="review-back inline-code" dangerouslySetInnerHTML={{ __html: card.back }} />
            <p className="mt-4 text-sm text-faint">
              From{' '}
              <Link
                href={hrefTo('lesson', card.lesson)}
                prefetch={false}
                className="underline decoration-line underline-offset-4 hover:text-ink"
              >
                {card.lessonTitle}
              </Link>
            </p>
          </>
        )}
      </section>
      {session.isRevealed ? (
        <GradeButtons
          intervalsMs={card.intervalsMs}
          isDisabled={isSending}
          onGrade={(chosen) => void grade(chosen)}
        />
      ) : (
        <p>
          <Button look="primary" onClick={() => dispatch({ type: 'revealed' })} aria-keyshortcuts="Space">
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

function ProblemNote({ message, canReload }: Problem) {
  return (
    <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="text-bad">{message}</span>
      {canReload && <Button onClick={() => window.location.reload()}>Reload</Button>}
    </span>
  );
}
