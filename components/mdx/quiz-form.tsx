'use client';

import type { LessonAnswers, QuizAnswers, QuizOutcome } from '@dfm/contracts/browser-api';
import {
  useEffect,
  useRef,
  useState,
  useTransition,
  type FormEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { Button } from '@/components/ui/button.tsx';
import { chooseOption } from './choose-option.ts';
import { QuizContext, useLesson } from './quiz-context.ts';
import { rightPart } from './right-part.ts';

interface Props {
  id: string;
  /** How many questions need an answer before the form can be submitted. */
  questions: number;
  /** Names the form among the landmarks of the page. Unique within a lesson. */
  label: string;
  submitText: string;
  /** Shown above the questions. */
  heading: ReactNode;
  /** The result as text, once it is known. With it, missed questions can be tried again. */
  summary?: (outcome: QuizOutcome) => string;
  children: ReactNode;
}

/** Questions that are answered together. Nothing is revealed until all are answered and submitted. */
export function QuizForm({ id, questions, label, submitText, heading, summary, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const focus = useFocusAfterRender(form);
  const { stored, retry, chosen, choose, send, pending, message } = useAnswers(id, {
    onAnswered: () => focus(summary ? '.quiz-status' : '.answer'),
    onRetry: () => focus('fieldset:not(:disabled) input'),
  });
  const outcome = stored?.outcome;
  const answers = { ...stored?.answers, ...chosen };
  const missing = questions - Object.values(answers).filter((options) => options.length > 0).length;
  const isComplete = outcome !== undefined && outcome.questions.length >= questions;

  return (
    <QuizContext value={{ quizId: id, answers, outcome, choose }}>
      <form ref={form} className="quiz" data-quiz={id} aria-label={label} onSubmit={send}>
        {heading}
        {children}
        {!isComplete && (
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
        <output className="quiz-status" tabIndex={-1}>
          {isComplete && summary?.(outcome)}
          {message && <span className="text-bad">{message}</span>}
        </output>
        {isComplete && summary && outcome.questions.some(({ right }) => !right) && (
          <p className="mt-3">
            <Button onClick={retry}>Try the ones you missed</Button>
          </p>
        )}
      </form>
    </QuizContext>
  );
}

/** The answers of one quiz: those that are stored, those that are chosen, and how one becomes the other. */
function useAnswers(id: string, { onAnswered, onRetry }: { onAnswered: () => void; onRetry: () => void }) {
  const { lesson, submit, answered, record } = useLesson();
  const [chosen, setChosen] = useState<QuizAnswers>({});
  const [isRetrying, setIsRetrying] = useState(false);
  const [message, setMessage] = useState<string>();
  const [pending, startSending] = useTransition();
  const known = answered?.[id];
  const stored: LessonAnswers[string] | undefined = known && isRetrying ? rightPart(known) : known;

  // Not a form action, because React would then reset the form, and the selected options would look
  // unselected.
  function send(event: FormEvent) {
    event.preventDefault();
    startSending(async () => {
      try {
        const answers = { ...stored?.answers, ...chosen };
        const reply = await submit(lesson, id, answers);
        setMessage(reply.ok ? undefined : reply.message);
        if (!reply.ok) return;
        record(id, { answers, outcome: reply.outcome });
        setChosen({});
        setIsRetrying(false);
        onAnswered();
      } catch {
        setMessage('Your answer did not reach the server. Check your connection and submit it again.');
      }
    });
  }

  function retry() {
    setIsRetrying(true);
    onRetry();
  }

  function choose(questionId: string, optionId: string, several: boolean) {
    setChosen((current) => chooseOption(current, questionId, optionId, several));
  }

  return { stored, retry, chosen, choose, send, pending, message };
}

/** Moves the focus once what it moves to is rendered, because the focused button disappears. */
function useFocusAfterRender(root: RefObject<HTMLElement | null>): (selector: string) => void {
  const [target, setTarget] = useState<{ selector: string }>();
  useEffect(() => {
    if (target) root.current?.querySelector<HTMLElement>(target.selector)?.focus();
  }, [root, target]);
  return (selector) => setTarget({ selector });
}
