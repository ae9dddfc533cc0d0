'use client';

import type { QuizAnswers, QuizOutcome } from '@dfm/contracts/browser-api';
import { useState, useTransition, type FormEvent, type ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { chooseOption } from './choose-option.ts';
import { QuizContext, useLesson } from './quiz-context.ts';
import './quiz.css';

interface Props {
  id: string;
  /** How many questions need an answer before the form can be submitted. */
  questions: number;
  /** Names the form among the landmarks of the page. Unique within a lesson. */
  label: string;
  submitText: string;
  /** Shown above the questions. */
  heading: ReactNode;
  /** The result as text, once it is known. */
  summary?: (outcome: QuizOutcome) => string;
  children: ReactNode;
}

interface Sent {
  outcome?: QuizOutcome;
  message?: string;
}

/** Questions that are answered together. Nothing is revealed until all are answered and submitted. */
export function QuizForm({ id, questions, label, submitText, heading, summary, children }: Props) {
  const { lesson, submit, answered } = useLesson();
  const [chosen, setChosen] = useState<QuizAnswers>({});
  const [sent, setSent] = useState<Sent>({});
  const [pending, startSending] = useTransition();
  const earlier = answered?.[id];
  const outcome = sent.outcome ?? earlier?.outcome;
  const answers = sent.outcome || !earlier ? chosen : earlier.answers;
  const missing = questions - Object.values(chosen).filter((options) => options.length > 0).length;

  // Not a form action, because React would then reset the form, and the selected options would look
  // unselected.
  function send(event: FormEvent) {
    event.preventDefault();
    startSending(async () => {
      try {
        const reply = await submit(lesson, id, chosen);
        setSent(reply.ok ? { outcome: reply.outcome } : { message: reply.message });
      } catch {
        setSent({
          message: 'Your answer did not reach the server. Check your connection and submit it again.',
        });
      }
    });
  }

  function choose(questionId: string, optionId: string, several: boolean) {
    setChosen((current) => chooseOption(current, questionId, optionId, several));
  }

  return (
    <QuizContext value={{ quizId: id, answers, outcome, choose }}>
      <form className="quiz" aria-label={label} onSubmit={send}>
        {heading}
        {children}
        {!outcome && (
          <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button type="submit" look="primary" disabled={pending || missing > 0}>
              {pending ? 'Checking …' : submitText}
            </Button>
            {questions > 1 && missing > 0 && (
              <span className="text-sm text-faint">
                {missing === 1 ? 'One question' : `${missing} questions`} to go
              </span>
            )}
          </p>
        )}
        <output className="quiz-status">
          {outcome && summary?.(outcome)}
          {sent.message && <span className="text-bad">{sent.message}</span>}
        </output>
      </form>
    </QuizContext>
  );
}
